using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A list of records of one kind whose work is due, of one gateway, courier or owner.</summary>
/// <param name="Key">Which list.</param>
/// <param name="Select">Lists the rows.</param>
/// <param name="Read">Reads a row.</param>
/// <param name="PositionOf">Reads the position of a row, also of one that cannot be read.</param>
/// <param name="PlaceOf">The position of a record.</param>
internal sealed record DueList<T>(DueKey Key, Func<DueLook, Query> Select, Func<NpgsqlDataReader, T> Read, Func<NpgsqlDataReader, DuePosition> PositionOf, Func<T, DuePosition> PlaceOf)
    where T : class;

/// <summary>Which list of due work: what was found finished is remembered for each.</summary>
/// <param name="Table">The table, without its schema, whose writers may write entries of the list.</param>
/// <param name="Kind">The kind of work or of documents.</param>
/// <param name="Party">The gateway or courier.</param>
/// <param name="Owner">The owner, where the list is of one.</param>
internal readonly record struct DueKey(string Table, string Kind, string Party = "", Guid? Owner = null);

/// <summary>One look at a list.</summary>
/// <param name="Floor">Below it there is nothing but what is late or left.</param>
/// <param name="DueAt">Due at this time or before.</param>
/// <param name="Left">What was found below the floor and is not finished.</param>
/// <param name="After">The position to continue from.</param>
/// <param name="Limit">How many at most.</param>
internal readonly record struct DueLook(long Floor, DateTimeOffset DueAt, Guid[] Left, DuePosition? After, int Limit);
