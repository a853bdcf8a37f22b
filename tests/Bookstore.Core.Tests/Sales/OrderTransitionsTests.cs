using System.Text;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class OrderTransitionsTests
{
    [Fact]
    public void Of_every_state_and_event_is_a_documented_transition() => Print().ShouldBeApproved("OrderTransitions");

    [Fact]
    public void Of_every_reachable_state_and_trigger_names_the_event_that_tells_of_it()
    {
        foreach (var (state, trigger) in Reachable().SelectMany(state => Enum.GetValues<OrderTrigger>().Select(trigger => (state, trigger))))
        {
            if (OrderTransitions.Of(state, trigger) is { } transition)
            {
                EventTypes.All.ShouldContain(transition.Event, $"{trigger} on {Print(state)}");
            }
        }
    }

    [Fact]
    public void Of_pending_takes_its_ways_out_only()
    {
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            var open = new OrderState(OrderStatus.Pending, PaymentStatus.Pending, null, Fulfilment.None);
            (OrderTransitions.Of(open, trigger) is not null).ShouldBe(trigger is OrderTrigger.Confirm or OrderTrigger.RequireAction or OrderTrigger.Decline or OrderTrigger.GiveUp or OrderTrigger.Cancel or OrderTrigger.RetryPayment or OrderTrigger.GiveUpPayment, trigger.ToString());
        }
    }

    [Fact]
    public void Of_every_reachable_state_and_event_holds_the_copies_exactly_as_long_as_the_order_needs_them()
    {
        foreach (var state in Reachable())
        {
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(state, trigger) is { } transition)
                {
                    var expected = transition.Stock switch
                    {
                        StockEffect.Release or StockEffect.GiveBack or StockEffect.Ship => (true, false),
                        StockEffect.Return => (false, true),
                        StockEffect.TakeBack => (false, false),
                        _ => (Holds(state), Holds(state)),
                    };
                    (Holds(state), Holds(transition.Next)).ShouldBe(expected, $"{trigger} on {Print(state)}");
                }
            }
        }
    }

    [Fact]
    public void Of_every_reachable_call_that_is_refused_for_good_leaves_a_person_a_way_out()
    {
        foreach (var state in Reachable())
        {
            foreach (var refused in new[] { OrderTrigger.CaptureRefused, OrderTrigger.VoidRefused, OrderTrigger.RefundRefused })
            {
                if (OrderTransitions.Of(state, refused)?.Next is { } next)
                {
                    OrderTrigger[] ways = [OrderTrigger.RetryPayment, OrderTrigger.MarkPaymentDone, OrderTrigger.GiveUpPayment];
                    ways.ShouldAllBe(way => OrderTransitions.Of(next, way) != null, $"{refused} on {Print(state)}");
                }
            }
        }
    }

    [Fact]
    public void Of_money_that_went_back_is_not_undone_again() => Reachable()
        .Where(static state => state.Payment is PaymentStatus.Refunded or PaymentStatus.RefundFailed)
        .ShouldAllBe(static state => OrderTransitions.Of(state, OrderTrigger.AuthorizedTooLate) == null);

    [Fact]
    public void TryStage_of_every_transition_moves_the_copies_or_refuses_what_exceeds_the_limit()
    {
        foreach (var state in Reachable())
        {
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(state, trigger) is not { Stock: var effect })
                {
                    continue;
                }

                foreach (var onHand in (int[])[5, StockLevel.MaxOnHand - 1, StockLevel.MaxOnHand])
                {
                    var where = $"{trigger} on {Print(state)} with {onHand} on hand";
                    var order = RecordIn(state);
                    var records = OneOrder.Holding(order, onHand);
                    var before = StockLedger.LevelOf(records, WritePath.Book);
                    var isIn = effect is StockEffect.Return or StockEffect.TakeBack;
                    OrderChange.ExceedsStockLimit(records, order, trigger).ShouldBe(isIn && onHand == StockLevel.MaxOnHand, where);

                    var next = OrderChange.TryStage(records, order, trigger, OneOrder.Moment);

                    (next is null).ShouldBe(isIn && onHand == StockLevel.MaxOnHand, where);
                    var (onHandChange, reservedChange) = next is null ? (0, 0) : ChangeBy(effect);
                    var after = StockLedger.LevelOf(records, WritePath.Book);
                    (after.OnHand - before.OnHand, after.Reserved - before.Reserved).ShouldBe((onHandChange, reservedChange), where);
                }
            }
        }
    }

    private static (int OnHand, int Reserved) ChangeBy(StockEffect effect) => effect switch
    {
        StockEffect.Release or StockEffect.GiveBack => (0, -1),
        StockEffect.Ship => (-1, -1),
        StockEffect.Return => (1, 1),
        StockEffect.TakeBack => (1, 0),
        _ => (0, 0),
    };

    private static OrderRecord RecordIn(OrderState state)
    {
        var record = OneOrder.With(state.Status, state.Payment, state.PendingAction);
        return record with
        {
            Order = record.Order with { DeliveryId = state.Fulfilment == Fulfilment.None ? null : Guid.NewGuid(), IsDispatched = state.Fulfilment == Fulfilment.Dispatched },
        };
    }

    private static bool Holds(OrderState state) => state is { Status: OrderStatus.Pending or OrderStatus.Created, Fulfilment: not Fulfilment.Dispatched };

    private static string Print()
    {
        var text = new StringBuilder();
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            foreach (var state in Reachable())
            {
                if (OrderTransitions.Of(state, trigger) is { } transition)
                {
                    text.Append($"{trigger,-18}{Print(state),-48}-> {Print(transition.Next)}{(transition.Stock == StockEffect.None ? "" : $", stock: {transition.Stock}")}, event: {transition.Event}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string Print(OrderState state) =>
        $"{state.Status}/{state.Payment}{(state.PendingAction is null ? "" : $" owes {state.PendingAction}")}{(state.Fulfilment == Fulfilment.None ? "" : $" {state.Fulfilment}")}";

    // All that can be reached from a new order, in the order in which it is found.
    private static List<OrderState> Reachable()
    {
        List<OrderState> states = [new(OrderStatus.Pending, PaymentStatus.Pending, null, Fulfilment.None), new(OrderStatus.Created, PaymentStatus.NotRequired, null, Fulfilment.None)];
        for (var i = 0; i < states.Count; i++)
        {
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(states[i], trigger) is { } transition && !states.Contains(transition.Next))
                {
                    states.Add(transition.Next);
                }
            }
        }

        return states;
    }
}
