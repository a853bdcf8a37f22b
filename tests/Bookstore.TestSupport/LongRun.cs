namespace Bookstore.Support;

/// <summary>Whether tests run in their long form, which <c>.ci/run</c> does: more repetitions, more records, and what takes minutes.</summary>
public static class LongRun
{
    /// <summary>Why a test that takes long does not run.</summary>
    public const string HowToRun = "It takes minutes: set BOOKSTORE_TEST_LONG=1 to run it.";

    /// <summary>Whether <c>BOOKSTORE_TEST_LONG</c> is 1.</summary>
    public static bool IsOn { get; } = string.Equals(Environment.GetEnvironmentVariable("BOOKSTORE_TEST_LONG"), "1", StringComparison.Ordinal);
}
