using System.Globalization;

namespace Bookstore.Operating;

/// <summary>How pages write amounts, times and states.</summary>
internal static class Format
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Money(Money money) => money.IsDefault ? "–" : string.Create(Culture, $"{Number(money)} {money.Currency}");

    /// <summary>The amount without its currency, as fields take it.</summary>
    public static string Plain(Money money) => money.Amount.ToString(Culture);

    public static string Count(long number) => number.ToString("N0", Culture);

    public static string Signed(int number) => number > 0 ? "+" + Count(number) : number < 0 ? "−" + Count(-(long)number) : "0";

    public static string Time(DateTimeOffset at, bool hasSeconds = false) => at.UtcDateTime.ToString(hasSeconds ? "d MMM yyyy, HH:mm:ss" : "d MMM yyyy, HH:mm", Culture);

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Culture);

    /// <summary>How long ago it was, or how far away it is, to one unit.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalDays: < -2 } => Time(at) + " UTC",
        { TotalHours: < -2 } span => $"in {(int)-span.TotalHours} h",
        { TotalMinutes: < -2 } span => $"in {(int)-span.TotalMinutes} min",
        { TotalSeconds: < -1 } span => $"in {(int)-span.TotalSeconds} s",
        { TotalSeconds: < 5 } => "just now",
        { TotalSeconds: < 60 } span => $"{(int)span.TotalSeconds} s ago",
        { TotalMinutes: < 60 } span => $"{(int)span.TotalMinutes} min ago",
        { TotalHours: < 24 } span => $"{(int)span.TotalHours} h ago",
        { TotalDays: < 30 } span => (int)span.TotalDays == 1 ? "yesterday" : $"{(int)span.TotalDays} days ago",
        _ => at.UtcDateTime.ToString("d MMM yyyy", Culture),
    };

    /// <summary>The beginning of an id: its time, to the millisecond. A search finds an order by it.</summary>
    public static string Short(Guid id) => id.ToString()[..13];

    public static string Copies(int number) => number == 1 ? "1 copy" : $"{Count(number)} copies";

    public static string Findings(int number) => number == 1 ? "1 finding" : $"{Count(number)} findings";

    /// <summary>A time as a field takes it.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", Culture);

    /// <summary>A name of the wire as words.</summary>
    public static string Words(string name) => name.Replace('_', ' ');

    private static string Number(Money money) => money.Amount.ToString("N" + (money.IsCurrencyKnown ? Bookstore.Money.GetDecimals(money.Currency) : 2), Culture);
}
