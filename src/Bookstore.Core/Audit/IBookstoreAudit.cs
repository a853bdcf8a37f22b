namespace Bookstore;

/// <summary>Checks the shop's promises on its own records, and against the gateway's.</summary>
/// <remarks>Reads only, in pages, beside running sales; <see cref="RunAsync"/> writes its own progress, and nothing else. Safe for use from any number of threads.</remarks>
public interface IBookstoreAudit
{
    /// <summary>
    /// Checks the stock and the orders: <c>0 &lt;= reserved &lt;= on hand</c>; each level is the sum of its movements; what is reserved is the sum of
    /// what is held; an order that is pending or created and not dispatched holds its lines, any other order holds nothing; each pending payment action has its order;
    /// each idempotency key belongs to at most one order, which exists; what an order counts as refunded is the sum of its refunds, and no more than was captured; each refund has its order, and is due
    /// exactly while it is pending.
    /// </summary>
    /// <param name="request">How much to check, and where to continue.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was found. No finding is what you want.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    /// <exception cref="InvalidCursorException">The request's position is not one of a report.</exception>
    Task<AuditReport> VerifyAsync(AuditRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares the orders with the gateway: every authorization that is neither voided nor refunded belongs to exactly one order that is pending,
    /// created or delivered and equals its total; a rejected or cancelled order has none, or a pending payment action that will undo it. What a person resolved is accepted for that alone, see
    /// <see cref="PaymentResolution.Action"/>. Only the gateways of this host
    /// are asked, and only about orders that belong to them.
    /// </summary>
    /// <remarks>
    /// The gateways list their payments, in pages where they can; each is compared with its order, the sums of what was given back as well. A gateway is asked about a single order only when its listing
    /// does not fit the order, or does not have it. <see cref="AuditRequest.Since"/> bounds a regular run to what happened since the last one.
    /// </remarks>
    /// <param name="request">How much to check, and where to continue.</param>
    /// <param name="cancellationToken">Stops between two payments.</param>
    /// <returns>What was found. No finding is what you want.</returns>
    /// <exception cref="BookstoreException">A gateway did not answer within <see cref="BookstoreOptions.GatewayTimeout"/>, which bounds each call and each step of its listing.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    /// <exception cref="InvalidCursorException">The request's position is not one of a report.</exception>
    Task<AuditReport> ReconcileAsync(AuditRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Runs an audit to its end and stores its position, counts and findings after every 5,000 records. A later call with the same id, by any host and also after a restart, continues from there.</summary>
    /// <remarks>A run that has ended returns its result again. Two hosts may call at the same time: of two equal steps the first that is stored counts. A run is removed <see cref="BookstoreOptions.AuditRunRetention"/> after its last step; its id starts a new run then.</remarks>
    /// <param name="runId">The run, a UUID that the caller chooses. A new one starts a new run.</param>
    /// <param name="kind">What to check; the same for each call of a run.</param>
    /// <param name="since">From when on a reconciliation looks at payments and orders, see <see cref="AuditRequest.Since"/>; the same for each call of a run, or <see langword="null"/> in later calls. Default everything.</param>
    /// <param name="cancellationToken">Stops the run, which can be resumed; at most the step in progress is lost.</param>
    /// <returns>The result. A run ends before everything was checked when it has 1,000 findings.</returns>
    /// <exception cref="ArgumentException">The id is empty, or that of a run of another kind or since another time; or a verification is to begin at a time.</exception>
    /// <exception cref="BookstoreException">A gateway did not answer in time.</exception>
    /// <exception cref="BookstoreOverloadedException">Too many operations wait to be written. Call again later.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<AuditProgress> RunAsync(Guid runId, AuditKind kind = AuditKind.Verification, DateTimeOffset? since = null, CancellationToken cancellationToken = default);

    /// <summary>Starts an audit that the background work runs to its end, on one host at a time. After the end of that host another one continues from the last step that was stored.</summary>
    /// <remarks>
    /// At most one run of each kind is in progress: a further call returns that one. A step that fails is repeated after growing pauses, up to 20 times in succession; then the run has failed
    /// (<see cref="AuditProgress.Status"/>). It is run by the hosts that have <see cref="BookstoreOptions.BackgroundWork"/>, or call <see cref="IBookstoreMaintenance.RunOnceAsync"/>.
    /// </remarks>
    /// <param name="kind">What to check.</param>
    /// <param name="cancellationToken">Gives up waiting. The run may have been started.</param>
    /// <returns>The run. <see cref="FindRunAsync"/> reads its progress.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not defined.</exception>
    /// <exception cref="BookstoreOverloadedException">Too many operations wait to be written. Call again later.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<AuditProgress> StartAsync(AuditKind kind = AuditKind.Verification, CancellationToken cancellationToken = default);

    /// <summary>Finds a stored run of an audit.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its progress; <see langword="null"/> when no step of it was stored, or it was removed after <see cref="BookstoreOptions.AuditRunRetention"/>.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<AuditProgress?> FindRunAsync(Guid runId, CancellationToken cancellationToken = default);

    /// <summary>Lists the stored runs of audits by descending id: those of <see cref="StartAsync"/> newest first.</summary>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The runs with their findings, and the cursor of the next page.</returns>
    /// <exception cref="ArgumentException">The limit is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<Page<AuditProgress>> ListRunsAsync(PageRequest page, CancellationToken cancellationToken = default);
}
