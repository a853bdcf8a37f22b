using Bookstore.Storage;

namespace Bookstore;

/// <summary>Checks arguments and reads committed state.</summary>
internal sealed class SalesService(IBookstoreStore store, StoreClock clock) : ISalesService
{
    public async ValueTask<Order?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        return record?.Order;
    }

    public async ValueTask<Page<Order>> ListOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        if (query.CustomerId is not null)
        {
            Require.Text(query.CustomerId, 1, Order.MaxCustomerIdLength);
        }

        if (query.Status is { } status)
        {
            Require.Defined(status, nameof(query));
        }

        if (query.PaymentStatus is { } paymentStatus)
        {
            Require.Defined(paymentStatus, nameof(query));
        }

        if (query.Fulfilment is { } fulfilment)
        {
            Require.Defined(fulfilment, nameof(query));
        }

        if (query.Metadata is { } metadata)
        {
            Require.Text(metadata.Key, 1, Order.MaxMetadataKeyLength, "The key of Metadata");
            Require.Text(Require.NotNull(metadata.Value, "The value of Metadata"), 0, Order.MaxMetadataValueLength, "The value of Metadata");
        }

        if (query.Search is not null)
        {
            Require.Text(query.Search, 1, Order.MaxCustomerIdLength);
        }

        var filter = new OrderFilter
        {
            CustomerId = query.CustomerId,
            Status = query.Status,
            PaymentStatus = query.PaymentStatus,
            CreatedAfter = query.CreatedAfter?.ToUniversalTime(),
            CreatedBefore = query.CreatedBefore?.ToUniversalTime(),
            NeedsAttention = query.Attention,
        };
        var isSearched = OrderSearch.IsNeededFor(query);
        var cursorFilter = isSearched ? CursorFilter.Of(filter, query) : CursorFilter.Of(filter);
        var span = OrderSpan.Of(query);
        var after = Cursor.ReadOrder(query.After, cursorFilter);

        // The orders of a customer are a list of their own, which begins with the newest or behind one of them.
        var start = query is { CustomerId: null, Search: null } ? span.StartAfter(after) : after;
        var found = isSearched
            ? await new OrderSearch(store, filter, query).ListAsync(start, Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false)
            : await store.ListOrdersAsync(filter, start, Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        return Paging.Take(span.Cut(found), limit, static record => record.Order, static record => record.Order.Id, id => Cursor.ForOrder(id, cursorFilter));
    }

    public async ValueTask<IReadOnlyList<Payment>> ListPaymentsAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            return [];
        }

        DateTimeOffset? nextAttemptAt = record is { PendingAction: not null, DueAt: { } dueAt } ? await clock.ShowAsync(dueAt).ConfigureAwait(false) : null;
        return [PaymentOf(record, nextAttemptAt)];
    }

    private static Payment PaymentOf(OrderRecord record, DateTimeOffset? nextAttemptAt) => new()
    {
        OrderId = record.Order.Id,
        Amount = record.Order.Total,
        Status = record.Order.PaymentStatus,
        TransactionId = record.Order.PaymentTransactionId,
        FailureCode = record.Order.PaymentFailureCode,
        PendingAction = record.PendingAction ?? (record.Order.RefundPending.MinorUnits > 0 ? PaymentAction.Refund : null),
        Attempts = record.PendingAction is null ? 0 : record.Attempts,
        NextAttemptAt = nextAttemptAt,
    };
}
