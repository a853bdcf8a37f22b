using System.Globalization;
using System.Text;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>The words that stored blocks of events have by their numbers.</summary>
public sealed class EventWordsTests
{
    [Fact]
    public void A_word_keeps_its_number_for_ever()
    {
        var text = new StringBuilder("# Numbers in stored blocks of events. Another list is another format of EventBlock, and a new schema version of each store.\n");
        for (var number = 1; number < EventWords.Count; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number} {EventWords.TextOf((byte)number)}\n");
        }

        text.ToString().ShouldBeApproved(nameof(EventWords));
    }

    [Fact]
    public void Each_word_is_found_as_text_and_in_UTF8()
    {
        EventWords.Count.ShouldBeLessThanOrEqualTo(EventWords.Last + 1);
        for (var number = 1; number < EventWords.Count; number++)
        {
            var word = EventWords.TextOf((byte)number);
            EventWords.Find(word).ShouldBe((byte)number);
            EventWords.Find(new string(word.AsSpan())).ShouldBe((byte)number);
            EventWords.Find(Encoding.UTF8.GetBytes(word)).ShouldBe((byte)number);
            Encoding.UTF8.GetString(EventWords.Utf8Of((byte)number)).ShouldBe(word);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("order.creatid")]
    [InlineData("Order.created")]
    [InlineData("EURO")]
    [InlineData("stätus")]
    [InlineData("\0")]
    public void What_is_no_word_has_no_number(string text)
    {
        EventWords.Find(text).ShouldBe(EventWords.None);
        EventWords.Find(Encoding.UTF8.GetBytes(text)).ShouldBe(EventWords.None);
    }
}
