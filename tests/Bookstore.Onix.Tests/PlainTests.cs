using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>Records are read without the XML reader where they are plain, and the same as by it.</summary>
public sealed class PlainTests
{
    [Theory]
    [InlineData("reference-3.0.xml")]
    [InlineData("short-3.0.xml")]
    [InlineData("reference-2.1.xml")]
    [InlineData("short-2.1.xml")]
    [InlineData("early-2.1.xml")]
    public async Task A_message_is_read_the_same(string feed)
    {
        var bytes = await Reading.BytesAsync(feed);
        var text = (await File.ReadAllTextAsync(Reading.PathOf(feed))).Replace("\n", "\r\n", StringComparison.Ordinal);

        Reading.Json(await Reading.ReadAsync(bytes)).ShouldBe(Reading.Json(await Reading.ReadAsync(bytes, Slow)));
        Reading.Json(await Reading.ReadAsync(text)).ShouldBe(Reading.Json(await Reading.ReadAsync(text, Slow)));
    }

    [Theory]
    [InlineData("a &amp; b &lt;i&gt; &quot;&apos; &#65;&#x1F600; &eacute;&nbsp;")]
    [InlineData("a]]b] ]&gt;")]
    [InlineData("<![CDATA[<b>]]><![CDATA[]]]]><![CDATA[>]]>")]
    [InlineData("a<!-- b - - c -->d<p>e</p>f<br />g<b title='x > y' >h</b >i<ul><li>j</li></ul>")]
    [InlineData("a\r\nb\rc\td&#13;&#10;e")]
    [InlineData("\u00A0 \u2003a\u00A0")]
    [InlineData("&#160;")]
    [InlineData("<i/><p/>")]
    [InlineData("a<?b c?>d")]
    [InlineData("<x:b xmlns:x='urn:x' x:a='1'>c</x:b>")]
    [InlineData("<b a='&quot;&eacute;&#10;' xmlns='urn:x'>c</b>")]
    [InlineData("\U0001F600 \u202Eright to left\u202C \uFEFF")]
    public async Task Texts_are_read_the_same(string title)
    {
        var message = Reading.Message(Reading.Product("r1", title), "<Product datestamp='2027&#48;101' a='b'><Unknown a='1'>&amp;<b>&eacute;</b><![CDATA[&]]></Unknown>words<RecordReference>r2</RecordReference><Price/> </Product>");

        var records = await Reading.ReadAsync(message);

        records.ShouldAllBe(static record => record.Refusal == null);
        Reading.Json(records).ShouldBe(Reading.Json(await Reading.ReadAsync(message, Slow)));
    }

    [Theory]
    [InlineData("a]]>b")]
    [InlineData("<b x='1' x='2'/>")]
    [InlineData("<b x='1'y='2'/>")]
    [InlineData("<b x='<'/>")]
    [InlineData("<b x=1/>")]
    [InlineData("<b x/>")]
    [InlineData("<b / >")]
    [InlineData("<b></B>")]
    [InlineData("<b></bb>")]
    [InlineData("<bb></b>")]
    [InlineData("</b>")]
    [InlineData("<-b/>")]
    [InlineData("<1b/>")]
    [InlineData("< b/>")]
    [InlineData("<b x='&nosuch;'/>")]
    [InlineData("<b xmlns:xml='a'/>")]
    [InlineData("<c:b/>")]
    [InlineData("<!-- a -- b -->")]
    [InlineData("<!-- a --->")]
    [InlineData("<!ELEMENT b>")]
    [InlineData("&#xD800;")]
    [InlineData("&#x110000;")]
    [InlineData("&#xFFFFFFFFF;")]
    [InlineData("&#-1;")]
    [InlineData("&# 1;")]
    [InlineData("&#31;")]
    [InlineData("&AMP;")]
    [InlineData("\uFFFE")]
    [InlineData("\u001F")]
    [InlineData("\0")]
    public async Task What_is_not_well_formed_is_refused_within_and_beside_what_is_read(string fault)
    {
        var message = Reading.Message(
            Reading.Product("r1", fault), $"<Product><RecordReference>r2</RecordReference>{fault}</Product>", $"<Product><RecordReference>r3</RecordReference><Unknown>{fault}</Unknown></Product>", Reading.Product("r4"));

        var records = await Reading.ReadAsync(message);

        records.Select(static record => record.Refusal?.Code).ShouldBe([OnixRefusalCode.Malformed, OnixRefusalCode.Malformed, OnixRefusalCode.Malformed, null]);
        Reading.Json(records).ShouldBe(Reading.Json(await Reading.ReadAsync(message, Slow)));
    }

    [Fact]
    public async Task Limits_are_the_same()
    {
        var options = new OnixReaderOptions { MaxDepth = 8, MaxTextLength = 100 };
        string[] texts = [Nested("i", 3), Nested("i", 4), Nested("i", 40_000), Nested("p", 3), Nested("p", 4), new('x', 100), new('x', 101), "&amp;" + new string('x', 99), "&amp;" + new string('x', 100)];
        var message = Reading.Message(texts.Select(static text => Reading.Product("r1", text)));

        var records = await Reading.ReadAsync(message, options);

        records.Select(static record => record.Refusal?.Code).ShouldBe(
            [null, OnixRefusalCode.TextTooLong, OnixRefusalCode.TextTooLong, null, OnixRefusalCode.TextTooLong, null, OnixRefusalCode.TextTooLong, null, OnixRefusalCode.TextTooLong]);
        Reading.Json(records).ShouldBe(Reading.Json(await Reading.ReadAsync(message, options with { IsPlainRead = false })));
    }

    private static OnixReaderOptions Slow { get; } = new() { IsPlainRead = false };

    private static string Nested(string name, int depth) => string.Concat(Enumerable.Repeat($"<{name}>", depth)) + string.Concat(Enumerable.Repeat($"</{name}>", depth));
}
