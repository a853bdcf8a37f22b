using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>A prepared statement: parameters are bound one after the other, from the first.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
/// <param name="connection">The connection.</param>
/// <param name="statement">The statement.</param>
/// <param name="watch">Ends reads before they are done; <see langword="null"/> on a connection that writes.</param>
internal sealed class SqliteStatement(sqlite3 connection, sqlite3_stmt statement, ReadWatch? watch) : IDisposable
{
    private const int StackBytes = 512;

    // Refuses what it cannot encode: a replacement would be another text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Zero after the end: SQLite refuses that.
    private nint _handle = statement.DangerousGetHandle();
    private int _parameter;

    public SqliteStatement Bind(long value)
    {
        Check(NativeBinding.Int64(_handle, ++_parameter, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is { } present ? Bind(present) : BindNull();

    public SqliteStatement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public SqliteStatement Bind(DateTimeOffset? value) => value is { } present ? Bind(present.UtcTicks) : BindNull();

    public SqliteStatement Bind(Isbn value) => Bind(value.ToInt64());

    /// <summary>Binds an id as its 16 bytes in network order, so that the database sorts ids as .NET does.</summary>
    public SqliteStatement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public SqliteStatement Bind(Guid? value) => value is { } present ? Bind(present) : BindNull();

    public SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, ++_parameter, 0) : NativeBinding.Blob(_handle, ++_parameter, value));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        // An empty span has no address and would be bound as NULL.
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(statement, ++_parameter, string.Empty));
            return this;
        }

        return BindUtf8(value);
    }

    public SqliteStatement BindNull()
    {
        Check(NativeBinding.Null(_handle, ++_parameter));
        return this;
    }

    /// <summary>Runs on to the next row.</summary>
    /// <returns>Whether there is one; if not, the statement is ready to be used again.</returns>
    public bool Step()
    {
        watch?.ThrowIfEnded();
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        if (result == raw.SQLITE_DONE)
        {
            return false;
        }

        watch?.ThrowIfEnded();
        throw SqliteFaults.Read(connection, result);
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Execute()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs a statement for one number.</summary>
    /// <returns>The number, or <see langword="null"/> when there is no row or it is NULL.</returns>
    public long? SingleInt64()
    {
        if (!Step())
        {
            return null;
        }

        var value = NullableInt64(0);
        Reset();
        return value;
    }

    /// <summary>Ends the statement before its last row.</summary>
    public void Reset()
    {
        _parameter = 0;

        // The result repeats the failure of the last step, which has been thrown.
        _ = raw.sqlite3_reset(statement);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => (int)raw.sqlite3_column_int64(statement, column);

    public Isbn Isbn(int column) => Bookstore.Isbn.FromStored(Int64(column));

    public DateTimeOffset Time(int column) => new(Math.Clamp(Int64(column), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public DateTimeOffset? NullableTime(int column) => IsNull(column) ? null : Time(column);

    public Guid? NullableGuid(int column) => IsNull(column) ? null : Guid(column);

    public string? NullableText(int column) => IsNull(column) ? null : Text(column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public void Dispose()
    {
        _handle = 0;
        statement.Dispose();
    }

    private SqliteStatement BindUtf8(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= StackBytes)
        {
            Span<byte> bytes = stackalloc byte[StackBytes];
            Check(NativeBinding.Text(_handle, ++_parameter, bytes[..Encode(value, bytes)]));
            return this;
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        Check(NativeBinding.Text(_handle, ++_parameter, rented.AsSpan(0, Encode(value, rented))));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    private int Encode(string value, Span<byte> bytes)
    {
        try
        {
            return Utf8.GetBytes(value, bytes);
        }
        catch (EncoderFallbackException fault)
        {
            Reset();
            throw new BookstoreStoreException("A text has half of a surrogate pair, which the database cannot keep; nothing was written. Cut text between characters.", fault);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            Reset();
            throw SqliteFaults.Read(connection, result);
        }
    }
}
