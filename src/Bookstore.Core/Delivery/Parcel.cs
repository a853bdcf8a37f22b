using System.Globalization;

namespace Bookstore;

/// <summary>One of the parcels that a delivery is packed in.</summary>
/// <param name="TrackingNumber">Its tracking number: 1 to <see cref="Delivery.MaxTrackingNumberLength"/> characters.</param>
public sealed record Parcel(string TrackingNumber)
{
    /// <summary>The greatest <see cref="Weight"/>, in kilograms: 100,000.</summary>
    public const int MaxWeight = 100_000;

    /// <summary>Who carries it, where that is not the delivery's courier: 1 to <see cref="Delivery.MaxCourierLength"/> characters. Default none.</summary>
    public string? Carrier { get; init; }

    /// <summary>Its weight in kilograms: 0 to <see cref="MaxWeight"/>. Default not known.</summary>
    public decimal? Weight { get; init; }

    /// <summary>A text for logs, without the tracking number, which leads to the customer.</summary>
    /// <returns>The carrier and the weight.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Parcel {{ Carrier = {Carrier}, Weight = {Weight} }}");
}

/// <summary>Checks the parcels of a request.</summary>
internal static class Parcels
{
    /// <summary>A copy of the list, checked.</summary>
    /// <exception cref="ArgumentException">There are too many, one has a member out of its range, or two have the same tracking number.</exception>
    public static IReadOnlyList<Parcel> Check(IReadOnlyList<Parcel> parcels)
    {
        Require.NotNull(parcels);
        Require.Count(parcels.Count, 0, Delivery.MaxParcels, nameof(parcels));
        Parcel[] copy = [.. parcels];
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < copy.Length; i++)
        {
            var parcel = Require.NotNull(copy[i], $"Parcels[{i}]");
            Require.Text(parcel.TrackingNumber, 1, Delivery.MaxTrackingNumberLength, $"Parcels[{i}].TrackingNumber");
            if (parcel.Carrier is not null)
            {
                Require.Text(parcel.Carrier, 1, Delivery.MaxCourierLength, $"Parcels[{i}].Carrier");
            }

            if (parcel.Weight is < 0 or > Parcel.MaxWeight)
            {
                throw new ArgumentOutOfRangeException(nameof(parcels), parcel.Weight, $"Parcels[{i}].Weight must be 0 to {Parcel.MaxWeight} kilograms.");
            }

            if (!numbers.Add(parcel.TrackingNumber))
            {
                throw new ArgumentException($"Parcels[{i}].TrackingNumber is given more than once. Give each parcel its own.", nameof(parcels));
            }
        }

        return copy;
    }
}
