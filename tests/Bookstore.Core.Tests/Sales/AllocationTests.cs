using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Sales;

/// <summary>How adjustments are divided among the lines of an order.</summary>
public sealed class AllocationTests
{
    // No decimals, two, three.
    private static readonly string[] Currencies = ["JPY", "EUR", "KWD"];
    private static readonly Arbitrary<int> Seeds = ArbMap.Default.ArbFor<int>();

    [Fact]
    public void Allocate_any_adjustment_its_shares_sum_to_it() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var currency = Currencies[random.Next(Currencies.Length)];
        var lines = Lines(random, currency);
        var adjustment = Adjustment(random, lines, currency) with { IsIncluded = false };

        Allocation.Allocate(lines, [adjustment]);

        lines.Sum(static line => line.Allocated.MinorUnits).ShouldBe(adjustment.Amount.MinorUnits);
        lines.Sum(static line => line.AllocatedShipping.MinorUnits).ShouldBe(adjustment.Kind == OrderAdjustment.Shipping ? adjustment.Amount.MinorUnits : 0);
        lines.ShouldAllBe(line => line.Allocated.Currency == currency && line.AllocatedShipping.Currency == currency);
        lines.ShouldAllBe(line => line.Allocated.MinorUnits == 0 || Math.Sign(line.Allocated.MinorUnits) == Math.Sign(adjustment.Amount.MinorUnits));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Allocate_no_share_is_a_minor_unit_or_more_off_its_exact_part() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var lines = Lines(random, "EUR");
        var adjustment = Adjustment(random, lines, "EUR") with { Isbn = null, IsIncluded = false };
        var whole = lines.Sum(static line => (decimal)line.UnitPrice.MinorUnits * line.Quantity);

        Allocation.Allocate(lines, [adjustment]);

        foreach (var line in lines.Where(_ => whole > 0))
        {
            var exact = adjustment.Amount.MinorUnits * ((decimal)line.UnitPrice.MinorUnits * line.Quantity / whole);
            Math.Abs(line.Allocated.MinorUnits - exact).ShouldBeLessThan(1.000001m);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void WorthOf_all_copies_of_all_lines_and_shipping_sum_to_the_total_however_they_are_counted() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var currency = Currencies[random.Next(Currencies.Length)];
        var lines = Lines(random, currency);
        OrderAdjustment[] adjustments = [.. Enumerable.Range(0, random.Next(OrderAdjustment.MaxAdjustments)).Select(_ => Adjustment(random, lines, currency))];
        var total = lines.Sum(static line => line.UnitPrice.MinorUnits * line.Quantity) + adjustments.Where(static adjustment => !adjustment.IsIncluded).Sum(static adjustment => adjustment.Amount.MinorUnits);

        Allocation.Allocate(lines, adjustments);

        var copies = lines.Sum(line => InPieces(line, random)) + lines.Sum(static line => line.AllocatedShipping.MinorUnits);
        copies.ShouldBe(total);
        lines.Sum(static line => line.WorthOf(line.Quantity).MinorUnits + line.AllocatedShipping.MinorUnits).ShouldBe(total);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Allocate_what_is_left_over_goes_to_the_largest_remainder_and_then_to_the_first()
    {
        SharesOf(100, (1, 100), (1, 100), (1, 100)).ShouldBe([34, 33, 33]);
        SharesOf(-100, (1, 100), (1, 100), (1, 100)).ShouldBe([-34, -33, -33]);
        SharesOf(10, (1, 100), (1, 300), (3, 200)).ShouldBe([1, 3, 6]);
        SharesOf(1, (1, 100), (1, 300), (1, 200)).ShouldBe([0, 1, 0]);
        SharesOf(7, (2, 0), (5, 0)).ShouldBe([2, 5], "lines that cost nothing share by their copies");
        SharesOf(7, (2, 0), (5, 10)).ShouldBe([0, 7]);
    }

    [Fact]
    public void Allocate_of_one_book_and_included_ones()
    {
        OrderLine[] lines = [Line(1, 1, 100), Line(2, 1, 300)];

        Allocation.Allocate(lines, [new("discount", Cents(-50)) { Isbn = lines[0].Isbn }, new("tax", Cents(19)) { IsIncluded = true }, new("shipping", Cents(40)) { Isbn = lines[1].Isbn }]);

        lines.Select(static line => line.Allocated.MinorUnits).ShouldBe([-50, 40]);
        lines.Select(static line => line.AllocatedShipping.MinorUnits).ShouldBe([0, 40]);
    }

    [Fact]
    public void WorthOf_the_last_copy_takes_the_rounding()
    {
        var line = Line(1, 3, 1_000) with { Allocated = Cents(-100) };

        line.WorthOf(1).ShouldBe(Cents(967));
        line.WorthOf(1, before: 1).ShouldBe(Cents(967));
        line.WorthOf(1, before: 2).ShouldBe(Cents(966));
        line.WorthOf(0, before: 3).ShouldBe(Cents(0));
        line.WorthOf(3).ShouldBe(Cents(2_900));
        (line with { AllocatedShipping = Cents(90) }).WorthOf(3).ShouldBe(Cents(2_810));
        Should.Throw<ArgumentOutOfRangeException>(() => line.WorthOf(2, before: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => line.WorthOf(-1));
    }

    [Fact]
    public void Allocate_the_largest_amounts_do_not_overflow()
    {
        OrderLine[] lines = [.. Enumerable.Range(1, Order.MaxLines).Select(static number => Line(number, Order.MaxQuantity, Book.MaxPriceInMinorUnits))];

        Allocation.Allocate(lines, [.. Enumerable.Repeat(new OrderAdjustment("fee", Cents(Book.MaxPriceInMinorUnits)), OrderAdjustment.MaxAdjustments)]);

        lines.Sum(static line => line.Allocated.MinorUnits).ShouldBe(Book.MaxPriceInMinorUnits * OrderAdjustment.MaxAdjustments);
        lines[0].WorthOf(Order.MaxQuantity).MinorUnits.ShouldBe((Book.MaxPriceInMinorUnits * Order.MaxQuantity) + lines[0].Allocated.MinorUnits);
    }

    private static long InPieces(OrderLine line, Random random)
    {
        long sum = 0;
        for (var before = 0; before < line.Quantity;)
        {
            var copies = random.Next(1, line.Quantity - before + 1);
            sum += line.WorthOf(copies, before).MinorUnits;
            before += copies;
        }

        return sum;
    }

    private static long[] SharesOf(long amount, params (int Quantity, long Price)[] of)
    {
        OrderLine[] lines = [.. of.Select(static (line, i) => Line(i + 1, line.Quantity, line.Price))];
        Allocation.Allocate(lines, [new OrderAdjustment("other", Cents(amount))]);
        return [.. lines.Select(static line => line.Allocated.MinorUnits)];
    }

    private static OrderLine[] Lines(Random random, string currency) =>
        [.. Enumerable.Range(1, random.Next(1, 9)).Select(number => Line(number, random.Next(1, 50), random.Next(4) == 0 ? random.Next(3) : random.Next(1_000_000), currency))];

    private static OrderAdjustment Adjustment(Random random, OrderLine[] lines, string currency) => new(
        random.Next(3) switch { 0 => OrderAdjustment.Shipping, 1 => OrderAdjustment.Tax, _ => "voucher" },
        Money.FromMinorUnits(random.NextInt64(-100_000, 100_000), currency))
    {
        Isbn = random.Next(3) == 0 ? lines[random.Next(lines.Length)].Isbn : null,
        IsIncluded = random.Next(5) == 0,
    };

    private static OrderLine Line(int number, int quantity, long price, string currency = "EUR") => new(Isbn.FromStored(9_780_000_000_000 + number), quantity, Money.FromMinorUnits(price, currency));

    private static Money Cents(long cents) => Money.FromMinorUnits(cents, "EUR");
}
