using Npgsql;
using Hold = System.Collections.Generic.KeyValuePair<(Bookstore.Isbn Isbn, System.Guid Holder), int>;

namespace Bookstore.Storage;

/// <summary>The table <c>holds</c>: what is held, for whom, as long as it is held.</summary>
internal sealed class HoldRows(string schema)
{
    private readonly string _put =
        $"""
        INSERT INTO {schema}.holds (holder, isbn, quantity) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::integer[])
        ON CONFLICT (holder, isbn) DO UPDATE SET quantity = excluded.quantity
        """;

    private readonly string _end =
        $"DELETE FROM {schema}.holds h USING unnest($1::uuid[], $2::bigint[]) AS given (holder, isbn) WHERE h.holder = given.holder AND h.isbn = given.isbn";

    public void AddWrites(NpgsqlBatch batch, HoldChanges changes)
    {
        var puts = new List<Hold>();
        var ends = new List<Hold>();
        foreach (var hold in changes.Staged)
        {
            (hold.Value > 0 ? puts : ends).Add(hold);
        }

        if (ends.Count > 0)
        {
            BindKeys(batch.Add(_end), ends);
        }

        if (puts.Count > 0)
        {
            BindKeys(batch.Add(_put), puts).Bind(puts, static hold => hold.Value);
        }
    }

    /// <summary>Reads what is held from two arrays, of ISBNs and of quantities.</summary>
    public static IReadOnlyList<ReservationLine> ReadHeld(NpgsqlDataReader row, int column)
    {
        var isbns = row.GetFieldValue<long[]>(column);
        var quantities = row.GetFieldValue<int[]>(column + 1);
        var held = new ReservationLine[isbns.Length];
        for (var i = 0; i < held.Length; i++)
        {
            held[i] = new ReservationLine(Isbn.FromInt64(isbns[i]), quantities[i]);
        }

        return held;
    }

    private static NpgsqlBatchCommand BindKeys(NpgsqlBatchCommand command, List<Hold> holds)
    {
        holds.Sort(ByKey);
        return command.Bind(holds, static hold => hold.Key.Holder).Bind(holds, static hold => hold.Key.Isbn.ToInt64());
    }

    private static int ByKey(Hold left, Hold right)
    {
        var byHolder = left.Key.Holder.CompareTo(right.Key.Holder);
        return byHolder != 0 ? byHolder : left.Key.Isbn.CompareTo(right.Key.Isbn);
    }
}
