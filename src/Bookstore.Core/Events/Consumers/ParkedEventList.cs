using Bookstore.Storage;

namespace Bookstore;

/// <summary>The parked events of consumers, for people: on any host, whichever runs the consumer.</summary>
internal sealed class ParkedEventList(IDocumentReads store, GroupCommit commit, StoreClock clock)
{
    /// <summary>Lists parked events of a consumer in the order of the feed.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="after">Behind this position; <see langword="null"/> from the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async ValueTask<IReadOnlyList<ParkedEvent>> ListAsync(string consumer, long? after, int limit, CancellationToken cancellationToken)
    {
        var id = ConsumerDocuments.IdOf(consumer);
        Guid? behind = after is { } position ? ConsumerDocuments.ParkedIdOf(id, position) : null;
        var documents = await store.ListDocumentsOfAsync(id, ConsumerDocuments.ParkedEvents.Name, behind, limit, cancellationToken).ConfigureAwait(false);
        var listed = new List<ParkedEvent>(documents.Count);
        foreach (var document in documents)
        {
            listed.Add(await ShowAsync(document).ConfigureAwait(false));
        }

        return listed;
    }

    /// <summary>Finds a parked event.</summary>
    public async ValueTask<ParkedEvent?> FindAsync(string consumer, Guid eventId, CancellationToken cancellationToken) =>
        await FindDocumentAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is { } document ? await ShowAsync(document).ConfigureAwait(false) : null;

    /// <summary>Finds the document of a parked event.</summary>
    public ValueTask<DocumentRecord?> FindDocumentAsync(string consumer, Guid eventId, CancellationToken cancellationToken) =>
        store.FindDocumentByKeyAsync(ConsumerDocuments.ParkedEvents.Name, ConsumerDocuments.ParkedKeyOf(ConsumerDocuments.IdOf(consumer), eventId), cancellationToken);

    /// <summary>Makes a parked event due now.</summary>
    public async Task<SendAgainOutcome> SendAgainAsync(string consumer, Guid eventId, CancellationToken cancellationToken)
    {
        if (await FindDocumentAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return SendAgainOutcome.NotFound;
        }

        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return await commit.SubmitAsync(new SendParkedAgain(document.Id.Id, now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Discards a parked event.</summary>
    /// <returns>Whether it was parked.</returns>
    public async Task<bool> DiscardAsync(string consumer, Guid eventId, CancellationToken cancellationToken)
    {
        if (await FindDocumentAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return false;
        }

        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return await commit.SubmitAsync(new DiscardParked(document.Id.Id, now), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ParkedEvent> ShowAsync(DocumentRecord document)
    {
        var body = ConsumerDocuments.ParkedEvents.Read(document);
        return new ParkedEvent
        {
            Event = body.ToEvent(),
            State = body.IsDiscarded ? ParkedEventState.Discarded : (ParkedEventState)document.State,
            Attempts = body.Attempts,
            DueAt = document.DueAt is { } dueAt ? await clock.ShowAsync(dueAt).ConfigureAwait(false) : null,
            LastError = body.Error,
            ParkedAt = body.ParkedAt,
        };
    }
}
