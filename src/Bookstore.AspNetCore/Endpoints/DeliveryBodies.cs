using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads what a delivery is scheduled with beside its items.</summary>
internal static class DeliveryBodies
{
    /// <summary>Adds a postal address, parcels and the expected date to a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="request">The request so far.</param>
    /// <param name="problem">What is wrong.</param>
    public static bool TryRead(ScheduleDeliveryBody body, ref ScheduleDeliveryRequest request, out ApiProblem? problem)
    {
        var errors = new FieldErrors();
        if (body.Address.Postal is { } postal)
        {
            request = request with
            {
                PostalAddress = new PostalAddress { Name = postal.Name, Lines = postal.Lines, City = postal.City, Region = postal.Region, PostalCode = postal.PostalCode, Country = postal.Country },
            };
        }

        if (body.ExpectedAt is { } text && Rfc3339.TryParse(text, out var expectedAt))
        {
            request = request with { ExpectedAt = expectedAt };
        }

        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < body.Parcels?.Count; index++)
        {
            if (!numbers.Add(body.Parcels[index].TrackingNumber))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"/parcels/{index}/tracking_number"), "is given more than once");
            }
        }

        request = request with
        {
            Parcels = body.Parcels is { } parcels ? [.. parcels.Select(static parcel => new Parcel(parcel.TrackingNumber) { Carrier = parcel.Carrier, Weight = parcel.Weight })] : [],
        };
        problem = errors.Any ? Problems.Invalid(ProblemCodes.InvalidDelivery, Problems.InvalidBody, errors) : null;
        return problem is null;
    }
}
