using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Bookstore.Sqlite;

/// <summary>SQLite's functions that bind a parameter, called without the bookkeeping of a safe handle: an order binds some eighty parameters. And one that SQLitePCLRaw does not have.</summary>
/// <remarks>
/// The same library as SQLitePCLRaw's, found as that finds it: beside the program as well, which a program that is compiled ahead of time needs. They take no lock, and with the handle zero they return a misuse. Those of a number return within nanoseconds, so the runtime need not prepare
/// for a garbage collection meanwhile.
/// </remarks>
[SuppressMessage("Security", "CA5393:Do not use unsafe DllImportSearchPath value", Justification = "The package puts the library beside the program, as SQLitePCLRaw expects it.")]
internal static class NativeBinding
{
    private const string Library = "e_sqlite3";

    // SQLite makes its own copy before it returns.
    private const nint Transient = -1;

    private const int GetFilePointer = 7;

    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    [DllImport(Library, EntryPoint = "sqlite3_bind_int64", ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]
    public static extern int Int64(nint statement, int parameter, long value);

    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    [DllImport(Library, EntryPoint = "sqlite3_bind_null", ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]
    public static extern int Null(nint statement, int parameter);

    /// <summary>The <c>sqlite3_file</c> of a connection's database, or zero.</summary>
    public static nint FilePointer(nint connection) => Control(connection, 0, GetFilePointer, out var file) == 0 ? file : 0;

    public static int Blob(nint statement, int parameter, ReadOnlySpan<byte> value) =>
        Blob(statement, parameter, in MemoryMarshal.GetReference(value), value.Length, Transient);

    public static int Text(nint statement, int parameter, ReadOnlySpan<byte> value) =>
        Text(statement, parameter, in MemoryMarshal.GetReference(value), value.Length, Transient);

    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    [DllImport(Library, EntryPoint = "sqlite3_bind_blob", ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]
    private static extern int Blob(nint statement, int parameter, in byte value, int length, nint destructor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    [DllImport(Library, EntryPoint = "sqlite3_bind_text", ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]
    private static extern int Text(nint statement, int parameter, in byte value, int length, nint destructor);

    // The name of the database: zero is the main one.
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    [DllImport(Library, EntryPoint = "sqlite3_file_control", ExactSpelling = true, CallingConvention = CallingConvention.Cdecl)]
    private static extern int Control(nint connection, nint name, int operation, out nint result);
}
