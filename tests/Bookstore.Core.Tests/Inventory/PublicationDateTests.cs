using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class PublicationDateTests
{
    [Theory]
    [InlineData("2026", DatePrecision.Year, "2026-01-01")]
    [InlineData("2026-11", DatePrecision.Month, "2026-11-01")]
    [InlineData("2026-11-28", DatePrecision.Day, "2026-11-28")]
    [InlineData("0001", DatePrecision.Year, "0001-01-01")]
    [InlineData("9999-12-31", DatePrecision.Day, "9999-12-31")]
    public void Parse_reads_a_day_a_month_or_a_year_and_comes_back_as_text(string text, DatePrecision precision, string firstDay)
    {
        var date = PublicationDate.Parse(text);

        date.Precision.ShouldBe(precision);
        date.FirstDay.ToString("yyyy-MM-dd").ShouldBe(firstDay);
        date.ToString().ShouldBe(text);
        PublicationDate.FromStored(date.FirstDay, (int)precision).ShouldBe(date);
        JsonSerializer.Deserialize<PublicationDate>(JsonSerializer.Serialize(date)).ShouldBe(date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("0000")]
    [InlineData("2026-02-30")]
    [InlineData("2026-2-3")]
    [InlineData("20261128")]
    [InlineData("2026-11-28T00:00:00Z")]
    [InlineData(" 2026")]
    [InlineData("２０２６")]
    public void TryParse_anything_else_is_none(string text)
    {
        PublicationDate.TryParse(text, out var date).ShouldBeFalse();
        date.ShouldBe(default);
        Should.Throw<FormatException>(() => PublicationDate.Parse(text));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<PublicationDate>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void Dates_of_another_precision_are_not_equal()
    {
        PublicationDate day = new DateOnly(2026, 1, 1);

        day.ShouldNotBe(PublicationDate.OfYear(2026));
        PublicationDate.OfMonth(2026, 1).ShouldNotBe(PublicationDate.OfYear(2026));
        (day.Year, day.Month, day.Day).ShouldBe((2026, 1, 1));
        (PublicationDate.OfYear(2026).Month, PublicationDate.OfMonth(2026, 3).Day).ShouldBe((null, null));
        PublicationDate.FromStored(new DateOnly(2026, 5, 17), 9).ShouldBe(new DateOnly(2026, 5, 17));
    }
}
