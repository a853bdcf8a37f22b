namespace Bookstore.Sqlite;

/// <summary>A wait of the writer thread for another process.</summary>
internal static class Pause
{
    private static readonly ManualResetEventSlim Never = new(initialState: false);

    /// <summary>Waits for about a millisecond.</summary>
    public static void Briefly() => Never.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None);
}
