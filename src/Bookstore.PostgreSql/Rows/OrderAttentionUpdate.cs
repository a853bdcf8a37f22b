using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The columns of the few orders that a person has to look at: written by a statement of their own, so that the other orders never pay for them.</summary>
internal sealed class OrderAttentionUpdate(string schema)
{
    /// <summary>The columns, in the order of <see cref="Read"/>.</summary>
    public const string Names = "attention, attention_code, attention_since, payment_retries, resolution, resolution_note, resolved_at, resolution_action";

    private const string Columns = "id, gateway, " + Names;

    private const string Types = "uuid, text, smallint, text, bigint, integer, smallint, text, bigint, smallint";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.orders o SET
            gateway = given.gateway, attention = given.attention, attention_code = given.attention_code, attention_since = given.attention_since,
            payment_retries = given.payment_retries, resolution = given.resolution, resolution_note = given.resolution_note, resolved_at = given.resolved_at,
            resolution_action = given.resolution_action
        FROM {UnnestedRows.Of(Columns, Types)} WHERE o.id = given.id
        """);

    /// <summary>Adds the statement after those that write the rest of the rows, if any of them needs it.</summary>
    public void AddTo(NpgsqlBatch batch, Changes<Guid, OrderRecord> changes)
    {
        var rows = changes.Updates.FindAll(static entry => !IsSame(entry.Loaded!, entry.Current!));
        rows.AddRange(changes.Inserts.FindAll(static entry => entry.Current!.Order.Attention is not null || entry.Current.PaymentRetries > 0 || entry.Current.Order.Resolution is not null));
        if (rows.Count > 0)
        {
            batch.Add(_update)
                .Bind(rows, static entry => entry.Key)
                .Bind(rows, static entry => entry.Current!.Gateway)
                .Bind(rows, static entry => (short?)entry.Current!.Order.Attention?.Reason)
                .Bind(rows, static entry => entry.Current!.Order.Attention?.Code)
                .Bind(rows, static entry => entry.Current!.Order.Attention?.Since.UtcTicks)
                .Bind(rows, static entry => entry.Current!.PaymentRetries)
                .Bind(rows, static entry => (short?)entry.Current!.Order.Resolution?.Kind)
                .Bind(rows, static entry => entry.Current!.Order.Resolution?.Note)
                .Bind(rows, static entry => entry.Current!.Order.Resolution?.At.UtcTicks)
                .Bind(rows, static entry => (short?)entry.Current!.Order.Resolution?.Action);
        }
    }

    /// <summary>Reads the attention, whose columns begin at the given one.</summary>
    public static OrderAttention? Read(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new OrderAttention((AttentionReason)row.GetInt16(column), row.NullableText(column + 1), row.Time(column + 2));

    /// <summary>Reads the resolution, whose columns begin at the given one.</summary>
    public static PaymentResolution? ReadResolution(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new PaymentResolution((PaymentResolutionKind)row.GetInt16(column), row.GetString(column + 1), row.Time(column + 2))
        {
            Action = row.IsDBNull(column + 3) ? null : (PaymentAction)row.GetInt16(column + 3),
        };

    private static bool IsSame(OrderRecord before, OrderRecord now) =>
        before.Order.Attention == now.Order.Attention && before.Order.Resolution == now.Order.Resolution && before.PaymentRetries == now.PaymentRetries && string.Equals(before.Gateway, now.Gateway, StringComparison.Ordinal);
}
