using System.Globalization;

namespace Bookstore.Support;

/// <summary>Whether tests run in their long form, which <c>.ci/run</c> does: more repetitions, more records, and what takes minutes.</summary>
public static class LongRun
{
    /// <summary>Why a test that takes long does not run.</summary>
    public const string HowToRun = "It takes minutes: set BOOKSTORE_TEST_LONG=1 to run it.";

    /// <summary>How many orders an old database has that is migrated: <c>BOOKSTORE_TEST_MIGRATED_ORDERS</c>; <see langword="null"/> for as many as the form of the run has.</summary>
    public static int? MigratedOrders { get; } = int.TryParse(Environment.GetEnvironmentVariable("BOOKSTORE_TEST_MIGRATED_ORDERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var orders) ? orders : null;

    /// <summary>Whether <c>BOOKSTORE_TEST_LONG</c> is 1.</summary>
    public static bool IsOn { get; } = string.Equals(Environment.GetEnvironmentVariable("BOOKSTORE_TEST_LONG"), "1", StringComparison.Ordinal);
}
