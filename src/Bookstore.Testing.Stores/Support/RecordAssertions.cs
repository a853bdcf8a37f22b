using System.Collections.ObjectModel;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Compares what a store gives back with what it was given, lists and offsets included.</summary>
internal static class RecordAssertions
{
    private static readonly OrderLine[] NoLines = [];
    private static readonly OrderAdjustment[] NoAdjustments = [];
    private static readonly ReadOnlyDictionary<string, string> NoMetadata = ReadOnlyDictionary<string, string>.Empty;
    private static readonly DeliveryLine[] NoDeliveryLines = [];
    private static readonly Parcel[] NoParcels = [];
    private static readonly ReservationLine[] NoReservationLines = [];

    public static void ShouldBeSameAs(this OrderRecord? actual, OrderRecord expected)
    {
        actual.ShouldNotBeNull();
        actual.Order.Lines.ShouldBe(expected.Order.Lines);
        actual.Order.Adjustments.ShouldBe(expected.Order.Adjustments);
        actual.Order.Metadata.ShouldBe(expected.Order.Metadata, ignoreOrder: true);
        WithoutLists(actual).ShouldBe(WithoutLists(expected));
        ShouldBeUtc(actual.Order.CreatedAt, actual.Order.UpdatedAt, actual.GiveUpAt, actual.DueAt);
    }

    public static void ShouldBeSameAs(this Reservation? actual, Reservation expected)
    {
        actual.ShouldNotBeNull();
        actual.Lines.ShouldBe(expected.Lines);
        (actual with { Lines = NoReservationLines }).ShouldBe(expected with { Lines = NoReservationLines });
        ShouldBeUtc(actual.CreatedAt, actual.ExpiresAt);
    }

    public static void ShouldBeSameAs(this DeliveryRecord? actual, DeliveryRecord expected)
    {
        actual.ShouldNotBeNull();
        actual.Delivery.Lines.ShouldBe(expected.Delivery.Lines);
        actual.Delivery.Parcels.ShouldBe(expected.Delivery.Parcels);
        WithoutLists(actual).ShouldBe(WithoutLists(expected));
        ShouldBeUtc(actual.Delivery.CreatedAt, actual.Delivery.UpdatedAt, actual.DueAt);
    }

    public static void ShouldBeUtc(params DateTimeOffset?[] times)
    {
        foreach (var time in times)
        {
            (time?.Offset ?? TimeSpan.Zero).ShouldBe(TimeSpan.Zero);
        }
    }

    private static OrderRecord WithoutLists(OrderRecord record) =>
        record with { Order = record.Order with { Lines = NoLines, Adjustments = NoAdjustments, Metadata = NoMetadata } };

    private static DeliveryRecord WithoutLists(DeliveryRecord record) => record with { Delivery = record.Delivery with { Lines = NoDeliveryLines, Parcels = NoParcels } };
}
