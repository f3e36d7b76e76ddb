using System.Xml.Linq;
using ImgRep.Markup;

namespace ImgRep.Tests.Markup;

public class MarkupTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='x")]
    [InlineData("]]> --> &lt; &amp;lt;")]
    public void Text_stays_text_between_tags_and_in_attributes(string text)
    {
        var element = XDocument.Parse(new MarkupWriter().Leaf("p", text, ("title", text)).ToString()).Root!;
        element.Value.ShouldBe(text);
        element.Elements().ShouldBeEmpty();
        element.Attributes().Single().Value.ShouldBe(text);
    }

    [Fact]
    public void What_nobody_sees_is_replaced() =>
        MarkupText.Escape("a\0b\u001bc\u202ed\u2066e\u2028f\ud800g\uffffh\u0085i\tj\nk").ShouldBe("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ufffdi\ufffdj\nk");

    [Fact]
    public void An_element_without_an_end_is_a_bug() => Should.Throw<InvalidOperationException>(() => new MarkupWriter().Start("p").ToString());
}
