using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class IsbnTests
{
    [Theory]
    [InlineData("9780143127550", ArticleKind.Book)]
    [InlineData("0143127551", ArticleKind.Book)]
    [InlineData("979-0-060-11561-5", ArticleKind.Music)]
    [InlineData("9770304333760", ArticleKind.Serial)]
    [InlineData("4006381333931", ArticleKind.Other)]
    [InlineData("2000000000015", ArticleKind.InStore)]
    [InlineData("0200000000011", ArticleKind.InStore)]
    [InlineData("0036000291452", ArticleKind.Other)]
    public void TryParseArticle_reads_any_ean_and_says_what_it_is_of(string text, ArticleKind kind)
    {
        Isbn.TryParseArticle(text, out var number).ShouldBeTrue();

        number.Kind.ShouldBe(kind);
        number.ToString().Length.ShouldBe(13);
        Isbn.TryParse(text, out _).ShouldBe(kind == ArticleKind.Book);
        Isbn.TryParseArticle(number.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(number);
        System.Text.Json.JsonSerializer.Deserialize<Isbn>(System.Text.Json.JsonSerializer.Serialize(number)).ShouldBe(number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000")]
    [InlineData("4006381333932")]
    [InlineData("400638133393")]
    [InlineData("40063813339310")]
    [InlineData("40063813339X1")]
    [InlineData("96385074")]
    [InlineData("9780000000002")]
    public void TryParseArticle_anything_else_is_none(string text)
    {
        Isbn.TryParseArticle(text, out var number).ShouldBeFalse();
        number.IsDefault.ShouldBeTrue();
    }

    private static readonly Arbitrary<int> NineDigits = Gen.Choose(0, 999_999_999).ToArbitrary();

    [Theory]
    [InlineData("0-304-33376-X", "9780304333769")]
    [InlineData("030433376x", "9780304333769")]
    [InlineData("978-0-304-33376-9", "9780304333769")]
    [InlineData("978 0 304 33376 9", "9780304333769")]
    [InlineData("978\u20110\u2013304\u201033376\u20129", "9780304333769")]
    [InlineData("979-10-91146-13-5", "9791091146135")]
    public void Parse_vectors_read(string text, string expected)
    {
        var isbn = Isbn.Parse(text);

        isbn.ToString().ShouldBe(expected);
        isbn.ToInt64().ShouldBe(long.Parse(expected, CultureInfo.InvariantCulture));
        Isbn.Parse(text.AsSpan(), CultureInfo.InvariantCulture).ShouldBe(isbn);
        Isbn.FromInt64(isbn.ToInt64()).ShouldBe(isbn);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("9788184890261")]
    [InlineData("X304333760")]
    [InlineData("03043337X6")]
    [InlineData("030433376XX")]
    [InlineData("978030433376X")]
    [InlineData("97803043337")]
    [InlineData("97803043337690")]
    [InlineData("9770304333760")]
    [InlineData("9.78030433E+12")]
    [InlineData("\u0669\u0667\u0668\u0660\u0663\u0660\u0664\u0663\u0663\u0663\u0667\u0666\u0669")]
    [InlineData("9780304333769\0")]
    [InlineData("'; DROP TABLE books")]
    [InlineData("\ud83d\ude00780304333769")]
    [InlineData("9---7---8---0---3---0---4---3---3---3---7---6---9")]
    public void TryParse_no_isbn_is_false(string? text)
    {
        Isbn.TryParse(text, out var isbn).ShouldBeFalse();
        isbn.IsDefault.ShouldBeTrue();
    }

    [Theory]
    [InlineData("9788184890261", "For the digits before it, the last place would be")]
    [InlineData("978-0-14-143958-8", "the last place would be 7.")]
    [InlineData("0-304-33376-1", "the last place would be X.")]
    [InlineData("014143958X", "the last place would be 0.")]
    [InlineData("0000000000", "nothing but zeros names no book")]
    [InlineData("9780000000002", "nothing but zeros names no book")]
    [InlineData("4006381333931", "begins with 978 or 979")]
    [InlineData("979-0-2600-0043-8", "979-0 is of printed music")]
    [InlineData("12345", "has 10 or 13 digits")]
    [InlineData("978014143958X", "has 10 or 13 digits")]
    [InlineData("", "has 10 or 13 digits")]
    public void Parse_no_isbn_says_what_is_wrong(string text, string message) =>
        Should.Throw<FormatException>(() => Isbn.Parse(text)).Message.ShouldContain(message);

    [Fact]
    public void Parse_no_isbn_throws()
    {
        Should.Throw<FormatException>(() => Isbn.Parse("9788184890261"));
        Should.Throw<ArgumentNullException>(() => Isbn.Parse(null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-9780304333769)]
    [InlineData(9780304333768)]
    [InlineData(9770304333760)]
    [InlineData(97803043337690)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void FromInt64_no_isbn_throws(long value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Isbn.FromInt64(value));
        Isbn.TryFromInt64(value, out _).ShouldBeFalse();
    }

    [Fact]
    public void ToIsbn10_prefix979_or_default_is_null()
    {
        Isbn.Parse("979-10-91146-13-5").ToIsbn10().ShouldBeNull();
        default(Isbn).ToIsbn10().ShouldBeNull();
    }

    [Fact]
    public void Parse_isbn10_round_trips() => Check.QuickThrowOnFailure(Prop.ForAll(NineDigits, digits =>
    {
        var text = Isbn10(digits);
        var isbn = Isbn.Parse(text);
        return isbn.ToIsbn10() == text && Isbn.Parse(isbn.ToString()) == isbn && Isbn.Parse(text.ToLowerInvariant()) == isbn;
    }));

    [Fact]
    public void TryParse_isbn10_with_one_wrong_place_is_false() => Check.QuickThrowOnFailure(Prop.ForAll(NineDigits, digits =>
    {
        var text = Isbn10(digits);
        return Enumerable.Range(0, text.Length).All(at => "0123456789X".Where(place => place != text[at])
            .All(place => !Isbn.TryParse(text[..at] + place + text[(at + 1)..], out _)));
    }));

    [Fact]
    public void TryParse_isbn10_with_neighbours_swapped_is_false() => Check.QuickThrowOnFailure(Prop.ForAll(NineDigits, digits =>
    {
        var text = Isbn10(digits);
        return Enumerable.Range(0, text.Length - 1).Where(at => text[at] != text[at + 1])
            .All(at => !Isbn.TryParse(text[..at] + text[at + 1] + text[at] + text[(at + 2)..], out _));
    }));

    [Fact]
    public void TryParse_isbn13_with_one_wrong_digit_is_false() => Check.QuickThrowOnFailure(Prop.ForAll(NineDigits, digits =>
    {
        var text = Isbn.Parse(Isbn10(digits)).ToString();
        return Enumerable.Range(0, text.Length).All(at => "0123456789".Where(place => place != text[at])
            .All(place => !Isbn.TryParse(text[..at] + place + text[(at + 1)..], out _)));
    }));

    [Fact]
    public void TryParse_any_text_never_throws() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
        !Isbn.TryParse(text, out var isbn) || Isbn.Parse(isbn.ToString()) == isbn));

    [Fact]
    public void CompareTo_any_two_sort_by_number() => Check.QuickThrowOnFailure(Prop.ForAll(NineDigits, NineDigits, (one, two) =>
    {
        var left = Isbn.Parse(Isbn10(one));
        var right = Isbn.Parse(Isbn10(two));
        return Math.Sign(left.CompareTo(right)) == Math.Sign(left.ToInt64().CompareTo(right.ToInt64()))
            && left < right == one < two && left > right == one > two
            && left <= right == one <= two && left >= right == one >= two
            && left == right == (one == two) && left != right == (one != two);
    }));

    [Fact]
    public void Default_is_no_book()
    {
        var isbn = default(Isbn);

        isbn.IsDefault.ShouldBeTrue();
        isbn.ToString().ShouldBeEmpty();
        isbn.ToInt64().ShouldBe(0);
        isbn.TryFormat([], out var written, default, null).ShouldBeTrue();
        written.ShouldBe(0);
        (isbn < Isbn.Parse("9780000000019")).ShouldBeTrue();
    }

    [Fact]
    public void TryFormat_too_little_room_is_false()
    {
        var isbn = Isbn.Parse("9780304333769");
        Span<char> room = stackalloc char[13];

        isbn.TryFormat(room[..12], out var written, default, null).ShouldBeFalse();
        written.ShouldBe(0);
        isbn.TryFormat(room, out written, default, null).ShouldBeTrue();
        room[..written].ToString().ShouldBe("9780304333769");
    }

    // Written apart from the library, after ISO 2108.
    private static string Isbn10(int nineDigits)
    {
        var digits = nineDigits.ToString("D9", CultureInfo.InvariantCulture);
        var check = Enumerable.Range(0, 9).Sum(at => (at + 1) * (digits[at] - '0')) % 11;
        return digits + (check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("9790000000001")]
    [InlineData("979-0-2600-0043-8")]
    [InlineData("0000000000")]
    [InlineData("0-00-000000-0")]
    [InlineData("9780000000002")]
    public void TryParse_music_or_nothing_but_zeros_is_no_isbn(string text)
    {
        Isbn.TryParse(text, out var isbn).ShouldBeFalse();
        isbn.IsDefault.ShouldBeTrue();
    }
}
