using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Storage;

/// <summary>Looks at the path before the file is opened for writing, so that a file of somebody else stays as it is.</summary>
internal static class FileInspection
{
    private const int HeaderLength = 100;
    private const int UserVersionOffset = 60;
    private const int ApplicationIdOffset = 68;

    public static void ThrowIfUnusable(DatabaseFile file, SqliteStoreOptions options)
    {
        ThrowIfNoPlace(file);
        var info = new FileInfo(file.Path);
        if (info.Exists && info.Length > 0)
        {
            ThrowIfForeign(file, options);
        }
    }

    private static void ThrowIfNoPlace(DatabaseFile file)
    {
        if (Directory.Exists(file.Path))
        {
            throw new BookstoreStoreException($"'{file.Path}' is a folder: give the path of a file in it, such as '{Path.Combine(file.Path, "bookstore.db")}'.");
        }

        var folder = Path.GetDirectoryName(file.Path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            throw new BookstoreStoreException($"The folder '{folder}' does not exist: make it, or correct the Data Source of UseSqlite.");
        }

        if (!file.MayCreate && !File.Exists(file.Path))
        {
            throw new BookstoreStoreException($"'{file.Path}' does not exist, and 'Mode=ReadWrite' forbids to make it: correct the path or leave the mode out.");
        }
    }

    private static void ThrowIfForeign(DatabaseFile file, SqliteStoreOptions options)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        var length = ReadHeader(file.Path, header);
        if (length < HeaderLength || !header.StartsWith("SQLite format 3\0"u8))
        {
            throw SqliteFaults.Unusable(new SqliteException("The file has no SQLite header.", raw.SQLITE_NOTADB, raw.SQLITE_NOTADB), file.Path);
        }

        var isOurs = BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) == DatabaseSchema.ApplicationId;
        var isKnown = BinaryPrimitives.ReadInt32BigEndian(header[UserVersionOffset..]) <= DatabaseSchema.Version;
        if (!isOurs || !isKnown)
        {
            LookInside(file, options);
        }
    }

    // Through SQLite, since what the header says may be out of date while there is a write-ahead log; read-only changes nothing.
    private static void LookInside(DatabaseFile file, SqliteStoreOptions options)
    {
        try
        {
            using var database = SqliteDatabase.Open(file.Path, raw.SQLITE_OPEN_READONLY, options.BusyTimeout);
            DatabaseSchema.ThrowIfForeign(database, file.Path);
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Unusable(fault, file.Path);
        }
    }

    private static int ReadHeader(string path, Span<byte> header)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BookstoreStoreException($"'{path}' cannot be read: give this process read and write access to the file and to its folder.", exception);
        }
    }
}
