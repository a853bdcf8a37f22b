namespace Bookstore;

/// <summary>Why a backup was not made.</summary>
public enum SqliteBackupFailure
{
    /// <summary>The target, or a log of an earlier database of its name, is there already.</summary>
    TargetExists = 1,

    /// <summary>The target cannot be written: its folder is missing or read-only, or its disk is full or failing.</summary>
    TargetNotWritable = 2,

    /// <summary>Another backup of the same store is running.</summary>
    AlreadyRunning = 3,

    /// <summary>Other processes wrote to the shop's file so often that the copy did not reach its end.</summary>
    WrittenByOthers = 4,

    /// <summary>The store closed its connection after a failure of the shop's own disk. Retry when the shop writes again.</summary>
    Interrupted = 5,
}
