"""Web pages as people and programs write them."""

from sekisho.inspection.model import Document, File, Hiding, Limits, Part
from sekisho.inspection.readers.html import read


def opened(page: str | bytes, name: str = "out/page.html") -> Document:
    return read(File(name, page if isinstance(page, bytes) else page.encode()), Limits())


def body(content: str, head: str = "") -> Document:
    return opened(f"<!DOCTYPE html><html><head>{head}</head><body>{content}</body></html>")


def texts(document: Document, part: Part | None = None) -> list[str]:
    return [text.text for text in document.texts if part in {None, text.place.part}]


def hidden(document: Document) -> dict[str, Hiding]:
    return {text.text: text.hidden for text in document.texts if text.hidden}


def rows(document: Document, number: int = 0) -> list[tuple[int, int, str]]:
    grid = document.grids[number]
    return [(grid.rows[at], grid.columns[at], grid.text_of(at)) for at in range(len(grid.rows))]


def not_read(document: Document) -> list[str]:
    return [unread.why.render() for unread in document.coverage.not_read]


WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=shift_jis">
<meta name=Generator content="Microsoft Word 15">
<title>お知らせ</title>
<!--[if gte mso 9]><xml>
 <o:DocumentProperties><o:Author>青木 花子</o:Author><o:LastAuthor>馬場 陽菜</o:LastAuthor></o:DocumentProperties>
 <o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings>
</xml><![endif]-->
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View><w:Compatibility><w:BreakWrappedTables/></w:Compatibility></w:WordDocument></xml><![endif]-->
<style>
<!--
 /* Font Definitions */
 @font-face {font-family:"ＭＳ 明朝"; panose-1:2 2 6 9 4 2 5 8 3 4;}
 p.MsoNormal, li.MsoNormal, div.MsoNormal {mso-style-unhide:no; margin:0mm; font-size:10.5pt; font-family:"游明朝",serif;}
a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}
@page WordSection1 {size:595.3pt 841.9pt;}
div.WordSection1 {page:WordSection1;}
-->
</style>
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:"標準の表"; mso-hide:none}</style><![endif]-->
</head>
<body lang=JA style='tab-interval:42.0pt'>
<div class=WordSection1 style='layout-grid:18.0pt'>
<p class=MsoNormal><span style='font-family:"游明朝",serif'>千葉</span><span lang=EN-US> </span>さくらさん<span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal><span style='display:none;mso-hide:all'>土井 健</span></p>
<table class=MsoNormalTable border=1><tr style='mso-yfti-irow:0'><td width=200><p class=MsoNormal>氏名</p></td>
<td><p class=MsoNormal>園</p></td></tr><tr><td><p class=MsoNormal>江口<span lang=EN-US> </span>蓮</p></td><td><p>A園</p></td></tr></table>
</div></body></html>"""

EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=shift_jis"><meta name=ProgId content=Excel.Sheet>
<style id="list_1_Styles"><!--table {mso-displayed-decimal-separator:"\\."; }
.font5 {color:windowtext; font-size:6.0pt;}
.xl65 {padding:0px; mso-ignore:padding; color:black; font-size:11.0pt; mso-number-format:General; white-space:nowrap;}
.xl66 {color:white; mso-number-format:"\\@";}
.xl67 {color:white; background:navy; mso-pattern:black none;}
ruby {ruby-align:left;} rt {color:windowtext; font-size:6.0pt; mso-char-type:katakana; display:none;}
--></style></head>
<body><!--[if !excel]>　　<![endif]--><!--以下の情報は、Microsoft Excel の Web ページとして発行ウィザードを使って作成されました。-->
<div id="list_1" align=center x:publishsource="Excel">
<table border=0 cellpadding=0 style='border-collapse:collapse;table-layout:fixed;width:162pt'>
 <col width=72 span=2 style='width:54pt'><col width=0 style='display:none;mso-width-source:userset'>
 <tr height=18><td height=18 class=xl67>氏名</td><td class=xl67>園</td><td style='display:none'>備考</td></tr>
 <tr height=18><td class=xl65><ruby>青木<rt>アオキ</rt></ruby>　花子</td><td class=xl65>A園</td><td style='display:none'>メモ</td></tr>
 <tr height=0 style='display:none'><td class=xl65>馬場　陽菜</td><td class=xl65>B園</td><td></td></tr>
 <tr height=18><td class=xl66>千葉　さくら</td><td class=xl65 align=right x:num="3">3</td><td></td></tr>
 <![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td><td></td><td width=0></td></tr><![endif]>
</table></div></body></html>"""

CALC = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<meta name="generator" content="LibreOffice 24.8 (Linux)"/><meta name="author" content="青木花子"/>
<style type="text/css">
 body,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"Noto Sans CJK JP"; font-size:x-small }
 a.comment-indicator:hover + comment { background:#ffd; position:absolute; display:block; border:1px solid black; padding:0.5em;  }
 a.comment-indicator { background:red; display:inline-block; border:1px solid black; width:0.5em; height:0.5em;  }
 comment { display:none;  }
</style></head><body><table cellspacing="0" border="0"><colgroup width="85"></colgroup>
<tr><td height="17" align="left" sdnum="1041;">氏名</td><td sdval="44958" sdnum="1041;0;YYYY-MM-DD">2023-02-01</td></tr>
<tr><td>馬場<a class="comment-indicator"></a><comment>担当に確認</comment></td><td bgcolor="#FFFFFF"><font color="#FFFFFF">千葉</font></td></tr>
</table></body></html>"""
