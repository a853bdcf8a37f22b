using System.Globalization;

namespace Bookstore.Architecture.Tests;

/// <summary>Numbers and times as the documentation writes them.</summary>
internal static class Words
{
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("day", TimeSpan.TicksPerDay), ("hour", TimeSpan.TicksPerHour), ("minute", TimeSpan.TicksPerMinute), ("second", TimeSpan.TicksPerSecond), ("millisecond", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>A time in the largest unit that it is a multiple of: 10 seconds.</summary>
    public static string Time(long ticks) => ticks == 0 ? "0" : Times(ticks).FirstOrDefault() ?? new TimeSpan(ticks).ToString();

    /// <summary>A number with separators: 1,000,000.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>All ways to write a number, or a time of so many ticks.</summary>
    public static IEnumerable<string> All(long value, bool isTime) => !isTime ? [Number(value), .. Sizes(value)] : value == 0 ? ["0", "zero", "Zero", "no time"] : Times(value);

    private static IEnumerable<string> Times(long ticks) =>
        from unit in Units
        where ticks % unit.Ticks == 0
        let number = ticks / unit.Ticks
        select $"{Number(number)} {unit.Name}{(number == 1 ? string.Empty : "s")}";

    private static IEnumerable<string> Sizes(long bytes)
    {
        string[] names = ["KiB", "MiB", "GiB", "TiB"];
        for (var (i, size) = (0, bytes); i < names.Length && size % 1_024 == 0 && size > 0; i++)
        {
            size /= 1_024;
            yield return $"{Number(size)} {names[i]}";
        }
    }
}
