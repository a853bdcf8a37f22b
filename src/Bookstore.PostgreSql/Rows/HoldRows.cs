using Bookstore.Storage;
using Npgsql;
using Hold = System.Collections.Generic.KeyValuePair<(Bookstore.Isbn Isbn, System.Guid Holder), int>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>holds</c>: what is held, for whom, as long as it is held.</summary>
internal sealed class HoldRows(string schema) : Table(RecordKinds.Holds, "holds")
{
    private const string Columns = "holder, isbn, quantity";

    private readonly string _insert = $"INSERT INTO {schema}.holds ({Columns}) SELECT * FROM {UnnestedRows.Of(Columns, "uuid, bigint, integer")} {UnnestedRows.Returning}";

    private readonly string _put =
        $"""
        INSERT INTO {schema}.holds ({Columns}) SELECT * FROM {UnnestedRows.Of(Columns, "uuid, bigint, integer")}
        ON CONFLICT (holder, isbn) DO UPDATE SET quantity = excluded.quantity {UnnestedRows.Returning}
        """;

    private readonly string _end =
        $"DELETE FROM {schema}.holds h USING {UnnestedRows.Of("holder, isbn", "uuid, bigint")} WHERE h.holder = given.holder AND h.isbn = given.isbn";

    public override void NameWritten(WorkingSet records, RecordKeys keys)
    {
        foreach (var hold in records.Holds.Staged)
        {
            keys.Orders.Add(hold.Key.Holder);
            keys.Reservations.Add(hold.Key.Holder);
        }
    }

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var inserts = new List<Hold>();
        var puts = new List<Hold>();
        var ends = new List<Hold>();
        foreach (var hold in records.Holds.Staged)
        {
            if (hold.Value == 0)
            {
                ends.Add(hold);
            }
            else
            {
                // To look for a row to replace costs as much as to insert one.
                (records.IsNewHolder(hold.Key.Holder) ? inserts : puts).Add(hold);
            }
        }

        if (ends.Count > 0)
        {
            BindKeys(batch.Add(_end), ends);
        }

        if (inserts.Count > 0)
        {
            BindKeys(batch.Add(_insert), inserts).Bind(inserts, static hold => hold.Value);
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
            held[i] = new ReservationLine(Isbn.FromStored(isbns[i]), quantities[i]);
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
