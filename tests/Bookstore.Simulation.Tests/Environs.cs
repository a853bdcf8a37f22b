using System.Globalization;
using Bookstore.Support;

namespace Bookstore.Simulation;

/// <summary>What the environment asks for.</summary>
internal static class Environs
{
    /// <summary>One seed to run again, with its whole trace: BOOKSTORE_SIM_SEED.</summary>
    public static ulong? Seed => Number("BOOKSTORE_SIM_SEED") is { } seed ? (ulong)seed : null;

    /// <summary>For how many minutes to run: BOOKSTORE_SIM_MINUTES.</summary>
    public static TimeSpan? Limit => Number("BOOKSTORE_SIM_MINUTES") is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    /// <summary>The first seed: BOOKSTORE_SIM_FIRST, else 1.</summary>
    public static ulong First => (ulong)(Number("BOOKSTORE_SIM_FIRST") ?? 1);

    /// <summary>How many seeds are run twice, to compare.</summary>
    public static long SeedsToCompare => LongRun.IsOn ? 300 : 30;

    /// <summary>How many seeds where no time is given: BOOKSTORE_SIM_SEEDS, else by BOOKSTORE_TEST_LONG.</summary>
    public static long Seeds => Number("BOOKSTORE_SIM_SEEDS") ?? (LongRun.IsOn ? 12_000 : 300);

    private static long? Number(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
