namespace Bookstore.Sqlite;

/// <summary>A row that cannot be read: damaged, or written by another program.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether a failure says that the row is none of Bookstore's.</summary>
    public static bool IsCauseOf(Exception fault) => fault is FormatException or OverflowException or ArgumentException or InvalidOperationException
        or InvalidCastException or IndexOutOfRangeException;

    /// <summary>Says which row it is.</summary>
    public static BookstoreStoreException Fault(string kind, object id, Exception fault) =>
        new($"The {kind} {id} cannot be read: its row is damaged, or was written by another program. Run VerifyAsync, and restore the row from a backup.", fault) { RecordId = id.ToString() };
}
