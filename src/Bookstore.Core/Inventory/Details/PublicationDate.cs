using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>When a book was or will be published: a day, a month of a year, or a year. It knows how precise it is.</summary>
/// <remarks>As a text it is <c>2026-11-28</c>, <c>2026-11</c> or <c>2026</c>. A <see cref="DateOnly"/> converts to it. Immutable and safe to share between threads.</remarks>
[JsonConverter(typeof(PublicationDateJsonConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct PublicationDate
{
    private PublicationDate(DateOnly firstDay, DatePrecision precision) => (FirstDay, Precision) = (firstDay, precision);

    /// <summary>The day, or the first day of the month or year. It is what dates are sorted and filtered by.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>What is known: the day, the month or the year.</summary>
    public DatePrecision Precision { get; }

    /// <summary>The year: 1 to 9999.</summary>
    public int Year => FirstDay.Year;

    /// <summary>The month, 1 to 12; <see langword="null"/> when the year alone is known.</summary>
    public int? Month => Precision == DatePrecision.Year ? null : FirstDay.Month;

    /// <summary>The day of the month; <see langword="null"/> when it is not known.</summary>
    public int? Day => Precision == DatePrecision.Day ? FirstDay.Day : null;

    /// <summary>A day.</summary>
    /// <param name="day">The day.</param>
    public static implicit operator PublicationDate(DateOnly day) => FromDateOnly(day);

    /// <summary>Makes a date of a day.</summary>
    /// <param name="day">The day.</param>
    /// <returns>The date.</returns>
    public static PublicationDate FromDateOnly(DateOnly day) => new(day, DatePrecision.Day);

    /// <summary>Makes a date of which the year alone is known.</summary>
    /// <param name="year">The year: 1 to 9999.</param>
    /// <returns>The date.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such year.</exception>
    public static PublicationDate OfYear(int year) => new(new DateOnly(year, 1, 1), DatePrecision.Year);

    /// <summary>Makes a date of which the year and the month are known.</summary>
    /// <param name="year">The year: 1 to 9999.</param>
    /// <param name="month">The month: 1 to 12.</param>
    /// <returns>The date.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    public static PublicationDate OfMonth(int year, int month) => new(new DateOnly(year, month, 1), DatePrecision.Month);

    /// <summary>Makes a date from what a store has on record.</summary>
    /// <param name="firstDay">Its <see cref="FirstDay"/>.</param>
    /// <param name="precision">Its <see cref="Precision"/> as a number; <see langword="null"/> or any other number for a day.</param>
    /// <returns>The date.</returns>
    public static PublicationDate FromStored(DateOnly firstDay, int? precision) => (DatePrecision?)precision switch
    {
        DatePrecision.Month => OfMonth(firstDay.Year, firstDay.Month),
        DatePrecision.Year => OfYear(firstDay.Year),
        _ => firstDay,
    };

    /// <summary>Reads a date: <c>2026-11-28</c>, <c>2026-11</c> or <c>2026</c>.</summary>
    /// <param name="s">The text.</param>
    /// <returns>The date.</returns>
    /// <exception cref="FormatException">It is no such text, or there is no such day.</exception>
    public static PublicationDate Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out var date) ? date : throw new FormatException("The text is no date of publication. It is a day such as 2026-11-28, a month such as 2026-11, or a year such as 2026.");
    }

    /// <summary>Reads a date: <c>2026-11-28</c>, <c>2026-11</c> or <c>2026</c>.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The date, when it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out PublicationDate result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out PublicationDate)"/>
    /// <param name="s">The text.</param>
    /// <param name="result">The date, when it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> s, out PublicationDate result)
    {
        var (format, precision) = s.Length switch
        {
            4 => ("yyyy", DatePrecision.Year),
            7 => ("yyyy-MM", DatePrecision.Month),
            _ => ("yyyy-MM-dd", DatePrecision.Day),
        };
        var isDate = DateOnly.TryParseExact(s, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var firstDay);
        result = isDate ? new PublicationDate(firstDay, precision) : default;
        return isDate;
    }

    /// <summary>The date as far as it is known.</summary>
    /// <returns>Such as <c>2026-11-28</c>, <c>2026-11</c> or <c>2026</c>.</returns>
    public override string ToString() => FirstDay.ToString(
        Precision switch { DatePrecision.Year => "yyyy", DatePrecision.Month => "yyyy-MM", _ => "yyyy-MM-dd" }, CultureInfo.InvariantCulture);
}

/// <summary>What is known of a date. The numbers are stored: they never change their meaning.</summary>
public enum DatePrecision
{
    /// <summary>The day.</summary>
    Day = 0,

    /// <summary>The month of a year.</summary>
    Month = 1,

    /// <summary>The year.</summary>
    Year = 2,
}
