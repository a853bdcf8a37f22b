namespace Bookstore.Sqlite;

/// <summary>What a checkpoint of any process changes in the wal-index: how much it will copy before its first write to the database file, how much it has copied after its last.</summary>
/// <param name="FirstSalt">The first salt of the log, which changes when the log begins anew.</param>
/// <param name="SecondSalt">The second one.</param>
/// <param name="Copied">How many frames of the log are in the database file.</param>
/// <param name="Attempted">How many may be.</param>
internal readonly record struct CheckpointTrace(int FirstSalt, int SecondSalt, int Copied, int Attempted)
{
    /// <summary>Whether no checkpoint is in progress, or was ended in its middle.</summary>
    public bool IsAtRest => Copied == Attempted;
}
