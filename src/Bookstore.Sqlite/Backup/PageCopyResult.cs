namespace Bookstore.Sqlite;

/// <summary>The result of a step of a copy.</summary>
internal enum PageCopyResult
{
    /// <summary>Pages were copied; more are left.</summary>
    Copied,

    /// <summary>The copy is complete.</summary>
    Complete,

    /// <summary>The source was changed by another connection, and the copy started again from the first page.</summary>
    Restarted,

    /// <summary>The source was locked; nothing was copied.</summary>
    Busy,

    /// <summary>The source was closed.</summary>
    Interrupted,
}
