using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class StockRulesTests
{
    private static readonly Isbn Book = Isbn.Parse("9780143127550");

    [Fact]
    public void Change_random_sequences_match_the_reference()
    {
        Prop.ForAll<(int OnHand, int Reserved)[]>(changes =>
        {
            var level = StockLevel.Empty(Book);
            var (onHand, reserved, number) = (0L, 0L, 0L);
            foreach (var change in changes)
            {
                // The reference: apply it, and take it back where the rule is broken.
                var allowed = reserved + change.Reserved >= 0 && reserved + change.Reserved <= onHand + change.OnHand && onHand + change.OnHand <= StockLevel.MaxOnHand;
                (onHand, reserved, number) = allowed ? (onHand + change.OnHand, reserved + change.Reserved, number + 1) : (onHand, reserved, number);
                var next = StockRules.Change(level, change.OnHand, change.Reserved);
                (next is not null).ShouldBe(allowed);
                level = next ?? level;
                (level.OnHand, level.Reserved, level.LastMovement).ShouldBe(((int)onHand, (int)reserved, number));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(StockLevel.MaxOnHand, 0, true)]
    [InlineData(StockLevel.MaxOnHand + 1, 0, false)]
    [InlineData(int.MaxValue, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(0, 1, false)]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    [InlineData(int.MinValue, int.MinValue, false)]
    public void Change_at_the_limits_is_allowed_or_not(int onHand, int reserved, bool allowed) =>
        (StockRules.Change(StockLevel.Empty(Book), onHand, reserved) is not null).ShouldBe(allowed);

    [Theory]
    [InlineData(5, 8, 3, 3, true)]
    [InlineData(5, 9, 4, 3, false)]
    [InlineData(5, 8, 2, 3, false)]
    [InlineData(5, 5, 5, 0, true)]
    [InlineData(5, 5, 6, 3, false)]
    [InlineData(5, 5, -1, 3, false)]
    [InlineData(0, Bookstore.Book.MaxBackorderLimit, Bookstore.Book.MaxBackorderLimit, Bookstore.Book.MaxBackorderLimit, true)]
    [InlineData(0, 0, 0, Bookstore.Book.MaxBackorderLimit + 1, false)]
    [InlineData(0, 0, 0, -1, false)]
    public void Allows_no_more_than_is_on_hand_and_can_be_on_back_order(int onHand, int reserved, int waiting, int limit, bool allowed) =>
        StockRules.Allows(StockLevel.Empty(Book) with { OnHand = onHand, Reserved = reserved, Waiting = waiting, BackorderLimit = limit }).ShouldBe(allowed);

    [Fact]
    public void Limit_below_what_is_promised_is_refused()
    {
        var level = StockLevel.Empty(Book) with { OnHand = 2, Reserved = 5, Waiting = 3, BackorderLimit = 4 };
        StockRules.Limit(level, 2).ShouldBeNull();
        StockRules.Limit(level, 3)!.BackorderLimit.ShouldBe(3);
        StockRules.Allocate(level with { OnHand = 4 }, 3).ShouldBeNull();
        StockRules.Allocate(level with { OnHand = 4 }, 2)!.ShouldSatisfyAllConditions(after => (after.Waiting, after.LastMovement).ShouldBe((1, 0L)));
    }
}
