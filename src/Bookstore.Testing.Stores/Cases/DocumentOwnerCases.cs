using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Documents and the records that they belong to: loaded and locked together or alone, and committed together.</summary>
internal sealed class DocumentOwnerCases : StoreCases
{
    private static readonly Guid Owner = Records.Id(1_000);
    private static readonly DocumentId First = new("note", Records.Id(1));

    [Case]
    public async Task An_order_loads_its_documents_only_when_they_are_requested()
    {
        await SaveAsync(Records.Order(Owner));
        await SaveAsync(Records.Document(Records.Id(1), Owner, state: 1), Records.Document(Records.Id(2), Owner, kind: "other"));
        await using (var unit = await OpenAsync(keys => keys.Orders.Add(Owner)))
        {
            Should.Throw<InvalidOperationException>(() => unit.Records.DocumentsOf(Owner, "note"));
        }

        await using var asked = await OpenAsync(keys =>
        {
            NameOrder(keys);
            keys.Documents.Add(First);
        });
        asked.Records.DocumentsOf(Owner, "note").ShouldBe([Records.Document(Records.Id(1), Owner, state: 1)]);
        asked.Records.Documents.Find(First)!.State.ShouldBe(1);
        asked.Records.Documents.Put(First, Records.Document(Records.Id(1), Owner, state: 2));
        asked.Records.InsertDocument(Records.Document(Records.Id(3), Owner));
        asked.Records.DocumentsOf(Owner, "note").Select(document => document.State).ShouldBe([2, 0]);
        await asked.CommitAsync(NextMark());
        (await OfAsync(Owner)).ShouldBe([Records.Id(1), Records.Id(3)]);
    }

    [Case]
    public async Task An_order_without_documents_has_none()
    {
        await SaveAsync(Records.Order(Owner));
        await using var unit = await OpenAsync(NameOrder);
        unit.Records.DocumentsOf(Owner, "note").ShouldBeEmpty();
    }

    [Case]
    public async Task A_document_of_an_owner_that_was_not_declared_cannot_be_inserted()
    {
        await SaveAsync(Records.Order(Owner));
        await using var unit = await OpenAsync(_ => { });
        Should.Throw<InvalidOperationException>(() => unit.Records.InsertDocument(Records.Document(Records.Id(1), Owner))).Message.ShouldContain(Owner.ToString());
        unit.Records.HasChanges.ShouldBeFalse();
    }

    [Case]
    public async Task A_reservation_and_a_document_own_documents_too()
    {
        var (cart, endpoint) = (Records.Id(20), new DocumentId("endpoint", Records.Id(21)));
        await SaveAsync(Records.Reservation(cart), Records.Document(endpoint.Id, kind: endpoint.Kind));
        await CommitAsync(
            keys =>
            {
                keys.Reservations.Add(cart);
                keys.Documents.Add(endpoint);
            },
            set =>
            {
                set.InsertDocument(Records.Document(Records.Id(1), cart));
                set.InsertDocument(Records.Document(Records.Id(2), endpoint.Id));
            });

        await using var unit = await OpenAsync(keys =>
        {
            keys.Documents.Add(endpoint);
            keys.DocumentsOf.Add(endpoint.Id);
            keys.DocumentsOf.Add(cart);
        });
        unit.Records.DocumentsOf(cart, "note").Single().Id.ShouldBe(First);
        unit.Records.DocumentsOf(endpoint.Id, "note").Single().Id.Id.ShouldBe(Records.Id(2));
    }

    [Case]
    public async Task An_order_its_document_and_stock_are_committed_together_or_not_at_all()
    {
        var isbn = Records.Isbn(1);
        await SaveAsync(Records.Order(Owner), Records.Level(isbn, 5), Records.Document(Records.Id(9), key: "taken"));
        object[] changed = [Records.Order(Owner, OrderStatus.Cancelled), Records.Level(isbn, 4)];

        await Should.ThrowAsync<StoreConflictException>(() => SaveAsync([.. changed, Records.Document(Records.Id(1), Owner, key: "taken")]));
        (await Store.FindOrderAsync(Owner, default))!.Order.Status.ShouldBe(OrderStatus.Created);
        (await Store.AuditStockAsync(null, 10, default)).Single().Level!.OnHand.ShouldBe(5);
        (await OfAsync(Owner)).ShouldBeEmpty();

        await SaveAsync([.. changed, Records.Document(Records.Id(1), Owner, key: "free")]);
        (await Store.FindOrderAsync(Owner, default))!.Order.Status.ShouldBe(OrderStatus.Cancelled);
        (await Store.AuditStockAsync(null, 10, default)).Single().Level!.OnHand.ShouldBe(4);
        (await OfAsync(Owner)).ShouldBe([Records.Id(1)]);
    }

    [Case]
    public async Task A_unit_waits_for_the_one_that_locked_its_document()
    {
        await SaveAsync(Records.Document(Records.Id(1), state: 1));
        await ShouldWaitAsync(
            keys => keys.Documents.Add(First),
            set => set.Documents.Put(First, Records.Document(Records.Id(1), state: 2)),
            keys => keys.Documents.Add(First),
            set => set.Documents.Find(First)!.State.ShouldBe(2));
    }

    [Case]
    public async Task A_unit_waits_for_the_one_that_locked_the_order_of_its_documents_and_sees_what_it_added()
    {
        await SaveAsync(Records.Order(Owner));
        await ShouldWaitAsync(
            NameOrder,
            set => set.InsertDocument(Records.Document(Records.Id(1), Owner)),
            NameOrder,
            set => set.DocumentsOf(Owner, "note").Count.ShouldBe(1));
    }

    [Case]
    public async Task A_unit_waits_for_the_one_that_locked_the_document_that_owns_its_documents_and_sees_what_it_added()
    {
        await SaveAsync(Records.Document(Owner, kind: "endpoint"));
        await ShouldWaitAsync(
            keys => keys.Documents.Add(new DocumentId("endpoint", Owner)),
            set => set.InsertDocument(Records.Document(Records.Id(1), Owner)),
            keys =>
            {
                keys.Documents.Add(new DocumentId("endpoint", Owner));
                keys.DocumentsOf.Add(Owner);
            },
            set => set.DocumentsOf(Owner, "note").Count.ShouldBe(1));
    }

    [Case]
    public async Task A_unit_that_loads_the_documents_of_an_order_waits_for_the_one_that_locked_one_of_them()
    {
        await SaveAsync(Records.Order(Owner));
        await SaveAsync(Records.Document(Records.Id(1), Owner, state: 1));
        await ShouldWaitAsync(
            keys => keys.Documents.Add(First),
            set => set.Documents.Put(First, Records.Document(Records.Id(1), Owner, state: 2)),
            NameOrder,
            set => set.DocumentsOf(Owner, "note").Single().State.ShouldBe(2));
        await ShouldWaitAsync(
            NameOrder,
            set => set.Documents.Put(First, Records.Document(Records.Id(1), Owner, state: 3)),
            keys => keys.Documents.Add(First),
            set => set.Documents.Find(First)!.State.ShouldBe(3));
    }

    [Case]
    public async Task Many_documents_of_one_owner_are_inserted_changed_and_removed_in_one_commit_each()
    {
        var endpoint = new DocumentId("endpoint", Owner);
        DocumentRecord[] parked = [.. Enumerable.Range(1, 300).Select(number => Records.Document(Records.Id(number), Owner, dueAt: Records.Time.AddSeconds(number), key: $"resource {number}"))];
        await SaveAsync(Records.Document(Owner, kind: endpoint.Kind));
        await CommitAsync(keys => keys.Documents.Add(endpoint), set =>
        {
            set.Documents.Put(endpoint, Records.Document(Owner, kind: endpoint.Kind, state: 1));
            Array.ForEach(parked, set.InsertDocument);
        });
        (await Store.ListDueDocumentsAsync("note", Owner, Records.Latest, null, 1_000, default)).Items.ShouldBe(parked);

        await ChangeAllAsync(parked, (set, document) => set.Documents.Put(document.Id, document with { State = 2, DueAt = null }));
        (await Store.ListDocumentsAsync("note", 2, null, 1_000, default)).Count.ShouldBe(parked.Length);
        (await Store.ListDueDocumentsAsync("note", Owner, Records.Latest, null, 1_000, default)).Items.ShouldBeEmpty();

        await ChangeAllAsync(parked, (set, document) => set.Documents.Remove(document.Id));
        (await Store.ListDocumentsAsync("note", null, null, 1_000, default)).ShouldBeEmpty();
    }

    [Case]
    public async Task Documents_of_records_are_listed_in_one_read()
    {
        var (one, other, third) = (Records.Id(1), Records.Id(2), Records.Id(3));
        await SaveAsync(Records.Document(Records.Id(11), one), Records.Document(Records.Id(12), other), Records.Document(Records.Id(13), one));
        await SaveAsync(Records.Document(Records.Id(14), one, kind: "endpoint"), Records.Document(Records.Id(15), third), Records.Document(Records.Id(16)));

        var notes = (await Store.ListDocumentsOfAsync([one, other, Records.Id(4)], ["note"], default)).ToLookup(static document => document.OwnerId, static document => document.Id.Id);
        notes.Count.ShouldBe(2);
        notes[one].ShouldBe([Records.Id(11), Records.Id(13)]);
        notes[other].ShouldBe([Records.Id(12)]);
        (await Store.ListDocumentsOfAsync([one], ["note", "endpoint"], default)).Select(static document => document.Id.Id).ShouldBe([Records.Id(11), Records.Id(13), Records.Id(14)], ignoreOrder: true);
        (await Store.ListDocumentsOfAsync([one], [], default)).ShouldBeEmpty();
        (await Store.ListDocumentsOfAsync([], ["note"], default)).ShouldBeEmpty();
    }

    private static void NameOrder(RecordKeys keys)
    {
        keys.Orders.Add(Owner);
        keys.DocumentsOf.Add(Owner);
    }

    private Task ChangeAllAsync(DocumentRecord[] documents, Action<WorkingSet, DocumentRecord> change) => CommitAsync(
        keys => Array.ForEach(documents, document => keys.Documents.Add(document.Id)),
        set => Array.ForEach(documents, document => change(set, document)));

    private async Task ShouldWaitAsync(Action<RecordKeys> first, Action<WorkingSet> change, Action<RecordKeys> second, Action<WorkingSet> check)
    {
        await using var ahead = await OpenAsync(first);
        var behind = OpenAsync(second);
        (await Task.WhenAny(behind, Task.Delay(Moment))).ShouldNotBe(behind);
        change(ahead.Records);
        await ahead.CommitAsync(NextMark());
        await ahead.DisposeAsync();
        await using var unit = await InTime(behind);
        check(unit.Records);
    }

    private async Task<IReadOnlyList<Guid>> OfAsync(Guid owner) =>
        [.. (await Store.ListDocumentsOfAsync(owner, "note", null, 10, default)).Select(document => document.Id.Id)];
}
