using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Idempotency keys: every field, what makes two keys different, and the list.</summary>
internal sealed class KeyCases : StoreCases
{
    private static readonly IdempotencyId[] Similar =
    [
        new("a", "bc", "k"), new("ab", "c", "k"), new("a", "b", "ck"), new("A", "bc", "k"), new("a", "BC", "k"), new("a", "bc", "K"),
        new("a ", "bc", "k"), new("a", "bc", "k_"), new("a", "bc", "k%"), new("\u00e9", "bc", "k"), new("e\u0301", "bc", "k"),
        new("e", "bc", "k"), new("a", "bc", "-k"), new("a", "bc", "k-"), new("a\u00ad", "bc", "k"), new("\u00df", "bc", "k"), new("ss", "bc", "k"),
    ];

    [Case]
    public async Task A_key_comes_back_with_every_field()
    {
        var key = new IdempotencyRecord
        {
            Id = new IdempotencyId(Texts.Mixed(100), new string('~', 100), new string('!', IdempotencyKey.MaxValueLength)),
            Fingerprint = Records.AwkwardIds[^1],
            ResourceId = Records.AwkwardIds[^2],
            Outcome = new string('o', IdempotencyRecord.MaxOutcomeLength),
            CreatedAt = Records.Time.AddMicroseconds(1),
        };
        await ShouldComeBackAsync(key);
    }

    [Case(null)]
    [Case("")]
    public Task A_key_without_an_outcome_differs_from_one_with_an_empty_outcome(string? outcome) =>
        ShouldComeBackAsync(Records.Key("k", createdAt: Records.Earliest) with { Outcome = outcome, Fingerprint = Guid.Empty, ResourceId = Guid.Empty });

    [Case]
    public async Task Keys_are_compared_ordinally()
    {
        await SaveAsync([.. Similar.Select((id, i) => Records.Key("k") with { Id = id, ResourceId = Records.Id(i) })]);
        await using var unit = await OpenAsync(keys => Array.ForEach(Similar, keys.IdempotencyKeys.Add));
        for (var i = 0; i < Similar.Length; i++)
        {
            unit.Records.IdempotencyKeys.Find(Similar[i])!.ResourceId.ShouldBe(Records.Id(i));
        }
    }

    [Case]
    public async Task Keys_of_one_time_are_listed_by_client_then_operation_then_key_ordinally()
    {
        await SaveAsync([.. Similar.Select(id => Records.Key("k") with { Id = id })]);
        (await ListAsync(Records.Latest, null, 100)).Select(key => key.Id).ShouldBe(Similar.Order());
        (await PageThroughAsync(3)).Select(key => key.Id).ShouldBe(Similar.Order());
    }

    [Case]
    public async Task Keys_are_listed_oldest_first_and_only_older_ones()
    {
        await SaveAsync(
            Records.Key("a", createdAt: Records.Time.AddMinutes(3)),
            Records.Key("b", createdAt: Records.Time.AddMinutes(1)),
            Records.Key("c", createdAt: Records.Time.AddMinutes(2)),
            Records.Key("d", createdAt: Records.Time.AddMinutes(2).AddMicroseconds(1)));
        (await ListAsync(Records.Time.AddMinutes(2), null, 10)).ShouldBe([Records.Key("b", createdAt: Records.Time.AddMinutes(1))]);
        (await ListAsync(Records.Latest, null, 10)).Select(key => key.Id.Key).ShouldBe(["b", "c", "d", "a"]);
        (await ListAsync(Records.Latest, null, 2)).Select(key => key.Id.Key).ShouldBe(["b", "c"]);
        (await ListAsync(Records.Time, null, 10)).ShouldBeEmpty();
    }

    [Case(1)]
    [Case(4)]
    [Case(5)]
    public async Task Pages_of_keys_have_no_gap_and_no_repetition_while_listed_keys_are_removed(int limit)
    {
        IdempotencyRecord[] keys = [.. Enumerable.Range(0, 20).Select(i =>
            Records.Key($"k{i % 7}-{i}", i % 2 == 0 ? "shop" : "Shop", createdAt: Records.Time.AddSeconds(i / 6)))];
        await SaveAsync([.. keys]);
        var expected = keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id);
        var seen = new List<IdempotencyRecord>();
        for (var page = await ListAsync(Records.Latest, null, limit); page.Count > 0; page = await ListAsync(Records.Latest, seen[^1], limit))
        {
            seen.AddRange(page);
            var last = page[^1].Id;
            await CommitAsync(named => named.IdempotencyKeys.Add(last), set => set.IdempotencyKeys.Remove(last));
        }

        seen.ShouldBe(expected);
    }

    [Case]
    public async Task Pages_include_clients_with_characters_beyond_the_basic_plane()
    {
        string[] clients = ["\ud83d\ude00", "\uff21", "\ue000", "z", "\ud83d\ude00a", "\uffff"];
        await SaveAsync([.. clients.Select(client => Records.Key("k", client))]);
        (await PageThroughAsync(1)).Select(key => key.Id.Client).ShouldBe(clients, ignoreOrder: true);
    }

    [Case]
    public async Task Expired_keys_say_whether_their_order_has_work_left_to_do()
    {
        var (busy, idle) = (Records.Id(11), Records.Id(12));
        await CommitAsync(
            keys =>
            {
                keys.Orders.Add(busy);
                keys.Orders.Add(idle);
            },
            set =>
            {
                set.Orders.Put(busy, Records.Order(busy, dueAt: Records.Latest));
                set.Orders.Put(idle, Records.Order(idle));
            });
        await SaveAsync(
            Records.Key("of none", createdAt: Records.Time),
            Records.Key("of busy", createdAt: Records.Time.AddMinutes(1)) with { ResourceId = busy },
            Records.Key("of idle", createdAt: Records.Time.AddMinutes(2)) with { ResourceId = idle },
            Records.Key("of busy too", createdAt: Records.Time.AddMinutes(3)) with { ResourceId = busy });

        var all = await Store.ListKeysWithOrdersAsync(Records.Latest, null, 10, default);
        all.Select(key => (key.Key.Id.Key, key.HasWork, key.HasOrder)).ShouldBe([("of none", false, false), ("of busy", true, true), ("of idle", false, true), ("of busy too", true, true)]);
        (await Store.ListKeysWithOrdersAsync(Records.Time.AddMinutes(2), null, 10, default)).ShouldBe(all.Take(2));
        (await Store.ListKeysWithOrdersAsync(Records.Latest, all[1].Key, 1, default)).ShouldBe(all.Skip(2).Take(1));
    }

    private async Task ShouldComeBackAsync(IdempotencyRecord key)
    {
        await SaveAsync(key);
        (await ListAsync(Records.Latest, null, 10)).ShouldBe([key]);
        await using var unit = await OpenAsync(keys => keys.IdempotencyKeys.Add(key.Id));
        unit.Records.IdempotencyKeys.Find(key.Id).ShouldBe(key);
        RecordAssertions.ShouldBeUtc(unit.Records.IdempotencyKeys.Find(key.Id)!.CreatedAt);
    }

    private async Task<IReadOnlyList<IdempotencyRecord>> PageThroughAsync(int limit)
    {
        var seen = new List<IdempotencyRecord>();
        for (var page = await ListAsync(Records.Latest, null, limit); page.Count > 0; page = await ListAsync(Records.Latest, seen[^1], limit))
        {
            seen.AddRange(page);
            seen.Count.ShouldBeLessThan(1_000, "the pages never end");
        }

        return seen;
    }

    private async Task<IReadOnlyList<IdempotencyRecord>> ListAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) =>
        await Store.ListKeysAsync(createdBefore, after, limit, default);
}
