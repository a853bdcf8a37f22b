using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class IsbnRepairTests
{
    [Theory]
    [InlineData("439023483", "9.78043902348e+12", "9780439023481")]
    [InlineData("61120081", "9.78006112008e+12", "9780061120084")]
    [InlineData("7442912", "9.78000744291e+12", "9780007442911")]
    [InlineData("1416524797", "", "9781416524793")]
    [InlineData("043965548X", "", "9780439655484")]
    [InlineData("43965548x", "", "9780439655484")]
    [InlineData("0-304-33376-X", "", "9780304333769")]
    [InlineData("304-33376-X", "", "9780304333769")]
    [InlineData(" 439023483 ", " ", "9780439023481")]
    [InlineData("", "979-10-91146-13-5", "9791091146135")]
    [InlineData("", "9780439023481", "9780439023481")]
    [InlineData("812971060", "9780812971064", "9780812971064")]
    [InlineData("9780439023481", "", "9780439023481")]
    public void Find_repairable_isbn_is_found(string isbn10, string isbn13, string expected)
    {
        IsbnRepair.Find(isbn10, isbn13, out var isbn).ShouldBeNull();

        isbn.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "", nameof(RefusalReason.NoIsbn))]
    [InlineData(" ", "  ", nameof(RefusalReason.NoIsbn))]
    [InlineData("", "9.78067172365e+12", nameof(RefusalReason.LostDigits))]
    [InlineData("812971060", "9.78081297106e+12", nameof(RefusalReason.BadIsbn))]
    [InlineData("1416913184", "", nameof(RefusalReason.BadIsbn))]
    [InlineData("", "9788184890261", nameof(RefusalReason.BadIsbn))]
    [InlineData("9380658797", "97893806587.0", nameof(RefusalReason.BadIsbn))]
    [InlineData("000000", "", nameof(RefusalReason.BadIsbn))]
    [InlineData("0000000000", "", nameof(RefusalReason.BadIsbn))]
    [InlineData("12345", "", nameof(RefusalReason.BadIsbn))]
    [InlineData("X43902348", "", nameof(RefusalReason.BadIsbn))]
    [InlineData("no isbn", "", nameof(RefusalReason.BadIsbn))]
    public void Find_isbn_beyond_repair_says_why(string isbn10, string isbn13, string reason) =>
        IsbnRepair.Find(isbn10, isbn13, out _).ShouldBe(Enum.Parse<RefusalReason>(reason));

    [Fact]
    public void Find_every_isbn_of_a_thousand_survives_the_loss_of_its_leading_zeros()
    {
        for (var number = 1L; number <= 1_000; number++)
        {
            var isbn = WithCheckDigit(978_000_100_000 + (number * 7_919));

            IsbnRepair.Find(isbn.ToIsbn10()!.TrimStart('0'), string.Empty, out var found).ShouldBeNull();

            found.ShouldBe(isbn);
        }
    }

    private static Isbn WithCheckDigit(long twelveDigits)
    {
        for (var check = 0; check <= 9; check++)
        {
            if (Isbn.TryFromInt64((twelveDigits * 10) + check, out var isbn))
            {
                return isbn;
            }
        }

        throw new InvalidOperationException($"{twelveDigits} has no check digit.");
    }
}
