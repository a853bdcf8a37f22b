using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The sum of an order's refunds, which the database compares with its total: written by a statement of its own, so that orders without refunds never pay for it.</summary>
internal sealed class OrderRefundsUpdate(string schema)
{
    private readonly string _update = AffectedRows.RequireAll(
        $"UPDATE {schema}.orders o SET refunds_minor = given.refunds_minor FROM {UnnestedRows.Of("id, refunds_minor", "uuid, bigint")} WHERE o.id = given.id");

    /// <summary>Adds the statement after those that write the rest of the rows, if any of them needs it.</summary>
    public void AddTo(NpgsqlBatch batch, Changes<Guid, OrderRecord> changes)
    {
        var rows = changes.Updates.FindAll(static entry => entry.Loaded!.RefundsMinor != entry.Current!.RefundsMinor);
        rows.AddRange(changes.Inserts.FindAll(static entry => entry.Current!.RefundsMinor is not null));
        if (rows.Count > 0)
        {
            batch.Add(_update).Bind(rows, static entry => entry.Key).Bind(rows, static entry => entry.Current!.RefundsMinor);
        }
    }
}
