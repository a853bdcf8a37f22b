using Bookstore.Support;

namespace Bookstore.Crash;

/// <summary>How thorough a run is, and how patient.</summary>
internal static class Environs
{
    /// <summary>How long anything is waited for before a test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether everything is to be tried: set BOOKSTORE_TEST_LONG=1.</summary>
    public static bool IsLong => LongRun.IsOn;
}
