using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Storage;

/// <summary>What most deliveries do not have, as one text that stores keep beside a delivery and never read.</summary>
/// <remarks>A delivery that has none of it has no text. A text is JSON.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class DeliveryDetails
{
    /// <summary>The text to keep for a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <returns>The text; <see langword="null"/> when the delivery has none.</returns>
    public static string? Format(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var body = new DeliveryDetailsBody
        {
            Lines = delivery.Lines.Count == 0 ? null : [.. delivery.Lines.Select(static line => new DeliveryLineBody(line.Isbn.ToInt64(), line.Quantity))],
            Parcels = delivery.Parcels.Count == 0 ? null : [.. delivery.Parcels.Select(static parcel => new ParcelBody(parcel.TrackingNumber, parcel.Carrier, parcel.Weight))],
            HasFailedOnTheWay = delivery.HasFailedOnTheWay,
            Reference = delivery.CourierReference,
            Label = delivery.LabelUrl?.AbsoluteUri,
            ExpectedAt = delivery.ExpectedAt,
            ScannedAt = delivery.ScannedAt,
            FailedAt = delivery.FailedAt,
            Address = delivery.PostalAddress is { } address
                ? new PostalAddressBody([.. address.Lines], address.Name, address.City, address.Region, address.PostalCode, address.Country)
                : null,
        };
        return body == DeliveryDetailsBody.None ? null : JsonSerializer.Serialize(body, DeliveryDetailsJsonContext.Default.DeliveryDetailsBody);
    }

    /// <summary>Gives a delivery what its text says.</summary>
    /// <param name="delivery">The delivery without it.</param>
    /// <param name="text">The text; <see langword="null"/> when the delivery has none.</param>
    /// <returns>The delivery with it.</returns>
    /// <exception cref="FormatException">The text is damaged.</exception>
    public static Delivery Apply(Delivery delivery, string? text)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (text is null)
        {
            return delivery;
        }

        var body = Read(text);
        return delivery with
        {
            Lines = body.Lines is { } lines ? [.. lines.Select(static line => new DeliveryLine(Isbn.FromStored(line.Isbn), line.Quantity))] : delivery.Lines,
            Parcels = body.Parcels is { } parcels ? [.. parcels.Select(static parcel => new Parcel(parcel.TrackingNumber) { Carrier = parcel.Carrier, Weight = parcel.Weight })] : delivery.Parcels,
            HasFailedOnTheWay = body.HasFailedOnTheWay,
            CourierReference = body.Reference,
            LabelUrl = Uri.TryCreate(body.Label, UriKind.Absolute, out var label) ? label : null,
            ExpectedAt = body.ExpectedAt,
            ScannedAt = body.ScannedAt,
            FailedAt = body.FailedAt,
            PostalAddress = body.Address is { } address
                ? new PostalAddress { Name = address.Name, Lines = address.Lines, City = address.City, Region = address.Region, PostalCode = address.PostalCode, Country = address.Country }
                : null,
        };
    }

    private static DeliveryDetailsBody Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DeliveryDetailsJsonContext.Default.DeliveryDetailsBody) ?? throw new FormatException("The details of the delivery are null.");
        }
        catch (JsonException fault)
        {
            throw new FormatException("The details of the delivery are no JSON of a delivery's details.", fault);
        }
    }
}

/// <summary>The text's form. A member is left out where it has its default.</summary>
internal sealed record DeliveryDetailsBody
{
    public static readonly DeliveryDetailsBody None = new();

    public DeliveryLineBody[]? Lines { get; init; }

    public ParcelBody[]? Parcels { get; init; }

    public bool HasFailedOnTheWay { get; init; }

    public string? Reference { get; init; }

    public string? Label { get; init; }

    public DateTimeOffset? ExpectedAt { get; init; }

    public DateTimeOffset? ScannedAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public PostalAddressBody? Address { get; init; }
}

/// <summary>A postal address in the text.</summary>
internal sealed record PostalAddressBody(string[] Lines, string Name, string City, string? Region, string PostalCode, string Country);

/// <summary>A line in the text.</summary>
internal sealed record DeliveryLineBody(long Isbn, int Quantity);

/// <summary>A parcel in the text.</summary>
internal sealed record ParcelBody(string TrackingNumber, string? Carrier, decimal? Weight);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DeliveryDetailsBody))]
internal sealed partial class DeliveryDetailsJsonContext : JsonSerializerContext;
