using System.Globalization;

namespace Bookstore.Onix;

/// <summary>A date that may be a year, a year and a month, or a day.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, 1 to 12; <see langword="null"/> for a year alone.</param>
/// <param name="Day">The day; <see langword="null"/> for a month or a year.</param>
public readonly record struct OnixDate(int Year, int? Month = null, int? Day = null)
{
    /// <summary>Gets the first day of the date.</summary>
    /// <returns>The day itself, or the first of the month or of the year.</returns>
    public DateOnly FirstDay() => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>Reads a date as ONIX writes it: <c>2026</c>, <c>202611</c>, <c>20261130</c>, with a time behind it, or with hyphens. Of a range the first date counts.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The date, or <see langword="null"/> when it is none.</returns>
    public static OnixDate? TryParse(string? text)
    {
        Span<char> digits = stackalloc char[8];
        var count = 0;
        foreach (var letter in text ?? string.Empty)
        {
            if (letter is 'T' or 't' or ' ' || count == digits.Length)
            {
                break;
            }

            if (char.IsAsciiDigit(letter))
            {
                digits[count++] = letter;
            }
            else if (letter is not ('-' or '/'))
            {
                return null;
            }
        }

        return FromDigits(digits[..count]);
    }

    private static OnixDate? FromDigits(ReadOnlySpan<char> digits)
    {
        var year = digits.Length >= 4 ? Number(digits[..4]) : 0;
        var month = digits.Length >= 6 ? Number(digits[4..6]) : 1;
        var day = digits.Length == 8 ? Number(digits[6..8]) : 1;
        if (year is 0 || month is 0 or > 12 || day is 0 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        return digits.Length switch
        {
            4 => new OnixDate(year),
            6 => new OnixDate(year, month),
            8 => new OnixDate(year, month, day),
            _ => null,
        };
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The date as ISO 8601 writes it: <c>2026</c>, <c>2026-11</c> or <c>2026-11-30</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => (Month, Day) switch
    {
        (null, _) => Year.ToString("D4", CultureInfo.InvariantCulture),
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}"),
    };
}

/// <summary>A date and what it is the date of.</summary>
/// <param name="Role">A code of list 163 for publishing and market dates, of list 166 for dates of supply, of list 173 for dates of a price.</param>
/// <param name="Date">The date.</param>
public sealed record OnixRoleDate(string Role, OnixDate Date);
