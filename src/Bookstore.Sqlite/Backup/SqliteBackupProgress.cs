namespace Bookstore;

/// <summary>How far a backup is. Neither number decreases during one backup, unless the shop's file becomes smaller.</summary>
/// <param name="PagesDone">How many pages are copied. A backup that starts again reports no progress until it is past the point it had reached.</param>
/// <param name="PagesTotal">How many pages the shop's file has now; it grows while the shop sells.</param>
public readonly record struct SqliteBackupProgress(int PagesDone, int PagesTotal);
