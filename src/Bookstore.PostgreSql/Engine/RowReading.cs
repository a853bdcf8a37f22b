using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Reads columns as the records have them.</summary>
internal static class RowReading
{
    public static string? NullableText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static Guid? NullableGuid(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => new(Math.Clamp(row.GetInt64(column), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    public static DateTimeOffset? NullableTime(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static Isbn Isbn(this NpgsqlDataReader row, int column) => Bookstore.Isbn.FromStored(row.GetInt64(column));
}
