using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>A key is its client's, whatever it is sent for; keys that earlier versions stored stay those of their requests.</summary>
public sealed class KeyClaimTests
{
    private const string Stock = "stock:9780143127550";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Resource = Guid.Parse("0198f1a2-0000-7000-8000-00000000002a");

    [Theory]
    [InlineData(KeyClaim.Scope, null)]
    [InlineData(Stock, null)]
    [InlineData(Stock, "15,0,3")]
    public void The_same_request_finds_its_claim_and_its_outcome(string operation, string? outcome)
    {
        var records = new WorkingSet();
        Claim(operation, records).Stage(records, Resource, outcome);

        var again = Claim(operation, records);
        var claimed = again.Find(records).ShouldNotBeNull();

        again.Matches(claimed).ShouldBeTrue();
        again.OutcomeOf(claimed).ShouldBe(outcome);
        claimed.ResourceId.ShouldBe(Resource);
    }

    [Theory]
    [InlineData(KeyClaim.Scope, Stock)]
    [InlineData(Stock, KeyClaim.Scope)]
    [InlineData(Stock, "stock:9780140449136")]
    [InlineData("cancel:1", "capture:1")]
    public void Another_request_finds_the_claim_and_does_not_match(string first, string second)
    {
        var records = new WorkingSet();
        Claim(first, records).Stage(records, Resource);

        var other = Claim(second, records);

        other.Matches(other.Find(records).ShouldNotBeNull()).ShouldBeFalse();
    }

    [Fact]
    public void Keys_of_other_clients_are_other_keys()
    {
        var records = new WorkingSet();
        Claim(Stock, records).Stage(records, Resource);

        Claim(Stock, records, client: "app").Find(records).ShouldBeNull();
    }

    [Fact]
    public void A_claim_that_an_earlier_version_stored_is_found_beside_a_later_one()
    {
        var before = new IdempotencyRecord { Id = new IdempotencyId("web", Stock, "k1"), Fingerprint = new Fingerprint().Add("body").Compute(), ResourceId = Guid.Empty, Outcome = "15,0,3", CreatedAt = Now };
        var records = new WorkingSet();
        records.IdempotencyKeys.Load(before.Id, before);
        Claim(KeyClaim.Scope, records).Stage(records, Resource);

        var again = Claim(Stock, records);
        var other = Claim(Stock, records, body: "another");

        again.Find(records).ShouldBe(before);
        again.Matches(before).ShouldBeTrue();
        again.OutcomeOf(before).ShouldBe("15,0,3");
        other.Matches(other.Find(records)!).ShouldBeFalse();
        KeyClaim.KindOf(before).ShouldBe("stock");
    }

    [Theory]
    [InlineData(KeyClaim.Scope, null, "orders")]
    [InlineData(Stock, "15,0,3", "stock")]
    [InlineData("refund:1", null, "refund")]
    [InlineData("reservations", null, "reservations")]
    public void A_claim_says_what_it_was_for(string operation, string? outcome, string kind)
    {
        var records = new WorkingSet();
        var claim = Claim(operation, records);
        claim.Stage(records, Resource, outcome);

        KeyClaim.KindOf(claim.Find(records)!).ShouldBe(kind);
    }

    [Fact]
    public void An_order_needs_one_record_and_another_request_the_one_of_before_too()
    {
        RecordKeys order = new(), other = new();
        Claim(KeyClaim.Scope).Needs(order);
        Claim(Stock).Needs(other);

        order.IdempotencyKeys.Sorted().ToArray().ShouldBe([new IdempotencyId("web", "orders", "k1")]);
        other.IdempotencyKeys.Sorted().ToArray().ShouldBe([new IdempotencyId("web", "orders", "k1"), new IdempotencyId("web", Stock, "k1")]);
    }

    private static KeyClaim Claim(string operation, string body = "body", string client = "web") =>
        KeyClaim.For(new IdempotencyKey(client, "k1"), operation, () => new Fingerprint().Add(body), Now).ShouldNotBeNull();

    private static KeyClaim Claim(string operation, WorkingSet records, string body = "body", string client = "web")
    {
        var claim = Claim(operation, body, client);
        var keys = new RecordKeys();
        claim.Needs(keys);
        foreach (var id in keys.IdempotencyKeys.Sorted())
        {
            if (!records.IdempotencyKeys.IsKnown(id))
            {
                records.IdempotencyKeys.Load(id, null);
            }
        }

        return claim;
    }
}
