using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks arguments, submits operations, reads committed state.</summary>
internal sealed class InventoryService(IBookstoreStore store, GroupCommit commit, IOptions<BookstoreOptions> options, StoreClock clock, HeldReservations held, IWaitingQueue waiting) : IInventoryService
{
    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken = default) =>
        store.FindBookAsync(Require.Isbn(isbn), cancellationToken);

    public async ValueTask<Page<BookListing>> ListBooksAsync(BookQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        var filter = FilterOf(query, out var canBeFound);
        var cursorFilter = CursorFilter.Of(filter, query);
        var after = Cursor.ReadBook(query.After, cursorFilter);
        if (!canBeFound)
        {
            return new Page<BookListing>([], null);
        }

        var found = await store.ListBooksAsync(filter, after, Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        return Paging.Take(found, limit, static listing => listing, static listing => listing.Book.Isbn, isbn => Cursor.ForBook(isbn, cursorFilter));
    }

    public Task<SaveBookResult> SaveBookAsync(Book book, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        return BookRules.Problem(book) is { } problem
            ? throw new ArgumentException(problem, nameof(book))
            : commit.SubmitAsync(new SaveBook(book, clock.Time.GetUtcNow(), expectedVersion, options.Value.OtherArticles || !BookRules.IsOtherArticle(book)), cancellationToken);
    }

    public Task<SaveBooksResult> SaveBooksAsync(IAsyncEnumerable<Book> books, IProgress<SaveBooksProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(books);
        return new BookImport(commit, progress, clock.Time, options.Value.OtherArticles).RunAsync(books, cancellationToken);
    }

    public Task<ChangeStockResult> ReceiveStockAsync(StockChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        Require.InRange(change.Quantity, 1, StockChange.MaxQuantity);
        return ChangeStockAsync(change, StockMovementKind.Received, cancellationToken);
    }

    public Task<ChangeStockResult> AdjustStockAsync(StockChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        Require.InRange(change.Quantity, -StockChange.MaxQuantity, StockChange.MaxQuantity);
        return change.Quantity == 0
            ? throw new ArgumentOutOfRangeException(nameof(change), 0, "change.Quantity must not be zero.")
            : ChangeStockAsync(change, StockMovementKind.Adjusted, cancellationToken);
    }

    public async ValueTask<StockLevel?> FindStockAsync(Isbn isbn, CancellationToken cancellationToken = default)
    {
        var listing = await store.FindBookAsync(Require.Isbn(isbn), cancellationToken).ConfigureAwait(false);
        return listing?.Stock;
    }

    public async ValueTask<Page<StockMovement>> ListMovementsAsync(Isbn isbn, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        Require.Isbn(isbn);
        var after = Cursor.ReadMovement(page.After, isbn);
        var movements = await store.ListMovementsAsync(isbn, after, Require.Limit(page.Limit), cancellationToken).ConfigureAwait(false);
        return new Page<StockMovement>(movements.Items, movements.Next is { } next ? Cursor.ForMovement(isbn, next) : null);
    }

    public Task<HoldStockResult> HoldAsync(HoldStockRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.ReservationId);
        Require.NotNull(request.Lines);
        CheckDuration(request.Duration, nameof(request));
        CheckName(request.CustomerId, nameof(request.CustomerId));
        CheckName(request.Client, nameof(request.Client));
        return HoldAsync(request, ReservationRules.Merge(request.Lines, nameof(request.Lines)), cancellationToken);
    }

    public Task<Reservation?> ExtendAsync(Guid reservationId, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        CheckDuration(duration, nameof(duration));
        return KeepUntilAsync(Require.Id(reservationId), duration, cancellationToken);
    }

    public async Task<Reservation?> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken = default)
    {
        var reservation = await store.FindReservationAsync(Require.Id(reservationId), cancellationToken).ConfigureAwait(false);
        var released = reservation is not { Status: ReservationStatus.Held }
            ? reservation
            : await commit.SubmitAsync(new ReleaseReservation(reservation, null, clock.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        held.Remove(reservationId);
        return await ShowAsync(released).ConfigureAwait(false);
    }

    public async ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken = default) =>
        await ShowAsync(await store.FindReservationAsync(reservationId, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    private static void CheckDuration(TimeSpan duration, string name)
    {
        if (duration < HoldStockRequest.MinDuration || duration > HoldStockRequest.MaxDuration)
        {
            throw new ArgumentOutOfRangeException(name, duration, "A reservation is held for 1 second to 30 days.");
        }
    }

    private static void CheckName(string? value, string name)
    {
        if (value is not null)
        {
            Require.Text(value, 1, HoldStockRequest.MaxNameLength, name);
        }
    }

    private static BookFilter FilterOf(BookQuery query, out bool canBeFound)
    {
        var facets = new List<string>();
        canBeFound = TryAdd(facets, query.Publisher, static name => BookFacets.OfPublisher(name), nameof(query.Publisher))
            & TryAdd(facets, query.Subject, static subject => BookFacets.OfSubject(subject), nameof(query.Subject))
            & TryAdd(facets, query.PublishingStatus, static status => BookFacets.OfStatus(status), nameof(query.PublishingStatus));
        var filter = new BookFilter(Words(query.Text, nameof(query.Text)), Words(query.Author, nameof(query.Author)))
        {
            Facets = facets,
            PublishedFrom = query.PublishedAfter,
            PublishedUntil = query.PublishedBefore is { } day && day > DateOnly.MinValue ? day.AddDays(-1) : query.PublishedBefore,
        };
        canBeFound &= query.PublishedBefore != DateOnly.MinValue && !HasUnfindableText(query.Text, filter.Words) && !HasUnfindableText(query.Author, filter.AuthorWords);
        return filter;
    }

    private static bool TryAdd(List<string> facets, string? text, Func<string, string?> facetOf, string name)
    {
        if (text is null)
        {
            return true;
        }

        if (facetOf(Require.Text(text, 1, BookQuery.MaxTextLength, name)) is not { } facet)
        {
            return false;
        }

        facets.Add(facet);
        return true;
    }

    private static IReadOnlyList<string> Words(string? text, string name) =>
        text is null ? [] : SearchWords.Sought(Require.Text(text, 0, BookQuery.MaxTextLength, name));

    // A text of punctuation alone is in no book, and must not list them all.
    private static bool HasUnfindableText(string? text, IReadOnlyList<string> words) => words.Count == 0 && !string.IsNullOrWhiteSpace(text);

    private async Task<HoldStockResult> HoldAsync(HoldStockRequest request, ReservationLine[] lines, CancellationToken cancellationToken)
    {
        Actor.Set(Actor.Current?.About(request.CustomerId));
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(request.IdempotencyKey, "reservations", () => FingerprintOf(lines, request.Duration), now.Store);
        var duration = request.Duration < options.Value.MaxReservationTime ? request.Duration : options.Value.MaxReservationTime;
        var expiresAt = now.Store.Plus(duration);
        var place = await held.TryTakeAsync(request.CustomerId, request.Client, now.Store, cancellationToken).ConfigureAwait(false);
        var decision = await HoldAsync(new HoldStock(request.ReservationId, lines, claim, now, expiresAt, place is not null), request.ReservationId, expiresAt, place, cancellationToken).ConfigureAwait(false);
        if (decision.Result.Outcome == HoldStockOutcome.LimitReached)
        {
            return decision.Result with { RetryAfter = held.RetryAfter(now.Store) };
        }

        var reservation = decision.Replayed is { } first ? await store.FindReservationAsync(first, CancellationToken.None).ConfigureAwait(false) : decision.Result.Reservation;
        return decision.Result with { Reservation = await ShowAsync(reservation).ConfigureAwait(false) };
    }

    private async Task<HoldStockDecision> HoldAsync(HoldStock operation, Guid reservationId, DateTimeOffset expiresAt, CartPlace? place, CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            var decision = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            if (place is not null && decision.Result is { Outcome: HoldStockOutcome.Held, Replayed: false })
            {
                held.Keep(place, reservationId, expiresAt);
                isKept = true;
            }

            return decision;
        }
        finally
        {
            if (place is not null && !isKept)
            {
                held.GiveBack(place);
            }
        }
    }

    private static Fingerprint FingerprintOf(ReservationLine[] lines, TimeSpan duration)
    {
        var fingerprint = new Fingerprint().Add(duration.Ticks).Add(lines.Length);
        foreach (var line in lines)
        {
            fingerprint.Add(line.Isbn.ToInt64()).Add(line.Quantity);
        }

        return fingerprint;
    }

    private async Task<Reservation?> KeepUntilAsync(Guid reservationId, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var operation = new ExtendReservation(reservationId, now.Plus(duration), options.Value.MaxReservationTime);
        var kept = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
        if (kept is { Status: ReservationStatus.Held })
        {
            held.Move(reservationId, kept.ExpiresAt);
        }

        return await ShowAsync(kept).ConfigureAwait(false);
    }

    // A reservation expires by the store's time; its owner compares with the clock of this host.
    private async ValueTask<Reservation?> ShowAsync(Reservation? reservation) => reservation is null ? null : reservation with
    {
        ExpiresAt = await clock.ShowAsync(reservation.ExpiresAt).ConfigureAwait(false),
        CreatedAt = await clock.ShowAsync(reservation.CreatedAt).ConfigureAwait(false),
    };

    private Task<ChangeStockResult> ChangeStockAsync(StockChange change, StockMovementKind kind, CancellationToken cancellationToken)
    {
        Require.Isbn(change.Isbn);
        Require.Text(change.Reason, 1, StockMovement.MaxReasonLength);
        if (change.Reference is not null)
        {
            Require.Text(change.Reference, 0, StockMovement.MaxReferenceLength);
        }

        return SubmitAsync(change, kind, cancellationToken);
    }

    private async Task<ChangeStockResult> SubmitAsync(StockChange change, StockMovementKind kind, CancellationToken cancellationToken)
    {
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var result = await commit.SubmitAsync(new ChangeStock(change, kind, now), cancellationToken).ConfigureAwait(false);
        if (!result.MustReadQueue)
        {
            return result;
        }

        var orders = await waiting.ReadAsync(change.Isbn, cancellationToken).ConfigureAwait(false);
        return await commit.SubmitAsync(new ChangeStock(change, kind, now, orders), cancellationToken).ConfigureAwait(false);
    }
}
