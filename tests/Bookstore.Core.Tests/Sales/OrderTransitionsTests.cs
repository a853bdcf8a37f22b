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
        foreach (var (state, trigger, goods, transition) in Steps())
        {
            EventTypes.All.ShouldContain(transition.Event, $"{trigger} on {Print(state)} with goods {goods}");
        }
    }

    [Fact]
    public void Of_pending_takes_its_ways_out_only()
    {
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            var open = new OrderState(OrderStatus.Pending, PaymentStatus.Pending, null);
            (OrderTransitions.Of(open, trigger, Goods.Home) is not null).ShouldBe(trigger is OrderTrigger.Confirm or OrderTrigger.ConfirmHeld or OrderTrigger.RequireAction or OrderTrigger.Decline or OrderTrigger.GiveUp or OrderTrigger.Cancel or OrderTrigger.RetryPayment or OrderTrigger.GiveUpPayment, trigger.ToString());
        }
    }

    [Fact]
    public void Of_every_reachable_state_and_event_lets_no_copies_go_but_with_the_order()
    {
        foreach (var (state, trigger, goods, transition) in Steps())
        {
            var where = $"{trigger} on {Print(state)} with goods {goods}";
            var lets = transition.Stock is StockEffect.Release or StockEffect.GiveBack;
            if (trigger != OrderTrigger.CancelItems)
            {
                (Holds(state) && !Holds(transition.Next) && transition.Stock is not (StockEffect.Arrive or StockEffect.Lose)).ShouldBe(lets, where);
            }

            (transition.Stock is StockEffect.None or StockEffect.GiveBack || transition.Stock == OrderTransitions.EffectOf(trigger)).ShouldBeTrue(where);
        }
    }

    [Fact]
    public void Of_an_order_is_delivered_when_all_has_arrived_and_cancelled_when_nothing_will()
    {
        StockEffect[] ends = [StockEffect.Release, StockEffect.Arrive, StockEffect.Lose];
        foreach (var (state, trigger, goods, transition) in Steps().Where(step => step.State.Status == OrderStatus.Created && ends.Contains(step.Transition.Stock)))
        {
            var expected = goods switch
            {
                Goods.Gone => OrderStatus.Cancelled,
                Goods.Arrived or Goods.Back => OrderStatus.Delivered,
                _ => OrderStatus.Created,
            };
            transition.Next.Status.ShouldBe(expected, $"{trigger} on {Print(state)} with goods {goods}");
        }
    }

    [Fact]
    public void Of_copies_that_are_gone_give_their_worth_back_and_the_last_ones_all_that_is_left()
    {
        StockEffect[] gone = [StockEffect.Release, StockEffect.Lose, StockEffect.TakeBack];
        foreach (var (state, trigger, goods, transition) in Steps().Where(step => gone.Contains(step.Transition.Stock)))
        {
            var where = $"{trigger} on {Print(state)} with goods {goods}";
            var isPaid = RefundSums.IsCaptured(transition.Next.Payment);
            var isAll = goods is Goods.Gone or Goods.Back;
            (transition.GivesBack, transition.GivesBackCopies).ShouldBe((isPaid && isAll, isPaid && !isAll), where);
        }
    }

    [Fact]
    public void Of_every_reachable_call_that_is_refused_for_good_leaves_a_person_a_way_out()
    {
        foreach (var state in Reachable())
        {
            foreach (var refused in new[] { OrderTrigger.CaptureRefused, OrderTrigger.VoidRefused, OrderTrigger.RefundRefused })
            {
                if (OrderTransitions.Of(state, refused, Goods.Home)?.Next is { } next)
                {
                    OrderTrigger[] ways = [OrderTrigger.RetryPayment, OrderTrigger.MarkPaymentDone, OrderTrigger.GiveUpPayment];
                    ways.ShouldAllBe(way => OrderTransitions.Of(next, way, Goods.Gone) != null, $"{refused} on {Print(state)}");
                }
            }
        }
    }

    [Fact]
    public void Of_money_that_went_back_is_not_undone_again() => Reachable()
        .Where(static state => state.Payment is PaymentStatus.Refunded or PaymentStatus.RefundFailed)
        .ShouldAllBe(static state => OrderTransitions.Of(state, OrderTrigger.AuthorizedTooLate, Goods.Home) == null);

    [Fact]
    public void TryStage_of_every_transition_moves_the_copies_or_refuses_what_exceeds_the_limit()
    {
        foreach (var state in Reachable())
        {
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(state, trigger, AfterOneCopy(OrderTransitions.EffectOf(trigger))) is not { Stock: var effect })
                {
                    continue;
                }

                foreach (var onHand in (int[])[5, StockLevel.MaxOnHand - 1, StockLevel.MaxOnHand])
                {
                    var where = $"{trigger} on {Print(state)} with {onHand} on hand";
                    var order = RecordIn(state, OrderTransitions.EffectOf(trigger));
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

    private static Goods AfterOneCopy(StockEffect effect) => effect switch
    {
        StockEffect.Release or StockEffect.Lose => Goods.Gone,
        StockEffect.Ship => Goods.Out,
        StockEffect.Arrive => Goods.Arrived,
        StockEffect.TakeBack => Goods.Back,
        _ => Goods.Home,
    };

    // With its one copy where the effect finds it.
    private static OrderRecord RecordIn(OrderState state, StockEffect effect)
    {
        var record = OneOrder.With(state.Status, state.Payment, state.PendingAction);
        var isOut = effect is StockEffect.Arrive or StockEffect.Return or StockEffect.Lose or StockEffect.TakeBack;
        var line = record.Order.Lines[0] with { Dispatched = isOut ? 1 : 0, Delivered = effect == StockEffect.TakeBack ? 1 : 0 };
        return record with { Order = record.Order with { Lines = [line], IsDispatched = isOut } };
    }

    private static bool Holds(OrderState state) => state.Status is OrderStatus.Pending or OrderStatus.Created;

    private static string Print()
    {
        var text = new StringBuilder();
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            foreach (var same in Steps().Where(step => step.Trigger == trigger).GroupBy(static step => (step.State, step.Transition)))
            {
                var (state, transition) = same.Key;
                var goods = OrderTransitions.EffectOf(trigger) == StockEffect.None || same.Count() == Enum.GetValues<Goods>().Length
                    ? string.Empty
                    : $", goods then: {string.Join(" or ", same.Select(static step => step.Goods))}";
                text.Append($"{trigger,-18}{Print(state),-48}-> {Print(transition.Next)}{(transition.Stock == StockEffect.None ? "" : $", stock: {transition.Stock}")}, event: {transition.Event}{goods}\n");
            }
        }

        return text.ToString();
    }

    private static string Print(OrderState state) => $"{state.Status}/{state.Payment}{(state.PendingAction is null ? "" : $" owes {state.PendingAction}")}";

    // Of a trigger that moves no copies, how far they have got says nothing.
    private static IEnumerable<(OrderState State, OrderTrigger Trigger, Goods Goods, OrderTransition Transition)> StepsOf(OrderState state) =>
        from trigger in Enum.GetValues<OrderTrigger>()
        from goods in OrderTransitions.EffectOf(trigger) == StockEffect.None ? [Goods.Home] : Enum.GetValues<Goods>()
        let transition = OrderTransitions.Of(state, trigger, goods)
        where transition is not null
        select (state, trigger, goods, transition.Value);

    private static IEnumerable<(OrderState State, OrderTrigger Trigger, Goods Goods, OrderTransition Transition)> Steps() => Reachable().SelectMany(StepsOf);

    // All that can be reached from a new order, in the order in which it is found.
    private static List<OrderState> Reachable()
    {
        List<OrderState> states = [new(OrderStatus.Pending, PaymentStatus.Pending, null), new(OrderStatus.Created, PaymentStatus.NotRequired, null)];
        for (var i = 0; i < states.Count; i++)
        {
            foreach (var (_, _, _, transition) in StepsOf(states[i]).ToList())
            {
                if (!states.Contains(transition.Next))
                {
                    states.Add(transition.Next);
                }
            }
        }

        return states;
    }
}
