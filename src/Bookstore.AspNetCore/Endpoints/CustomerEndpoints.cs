using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>What the shop keeps of a customer.</summary>
internal static class CustomerEndpoints
{
    [Tags("Customers")]
    [EndpointName("exportCustomer")]
    [EndpointSummary("Export what the shop keeps of a customer")]
    [EndpointDescription(
        "The customer's orders, newest first, each with its deliveries, refunds and returns: a copy that the customer may ask for (GDPR, articles 15 and 20). It is whole when all pages were read: follow `Link: <…>; rel=\"next\"` while it is there. "
        + "Carts are stored without their customer; what the payment gateway keeps is the gateway's to tell.")]
    [Responds(200, "The orders with all that belongs to them.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.CustomerNotFound)]
    public static async ValueTask<ListResult<CustomerOrder, CustomerOrderResource>> ExportAsync(
        [FromRoute(Name = "customer_id"), StringLength(Order.MaxCustomerIdLength, MinimumLength = 1), Description("The `customer_id` of the customer's orders.")] string customerId,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var customers = ApiRequest.Service<ICustomerService>(context);
        try
        {
            if (await ApiRequest.Service<ISalesService>(context).ListOrdersAsync(new OrderQuery { CustomerId = customerId, Limit = 1 }, cancellationToken).ConfigureAwait(false) is { Items.Count: 0, Next: null })
            {
                return Problems.CustomerNotFound;
            }
        }
        catch (ArgumentException)
        {
            // No order can have this id.
            return Problems.CustomerNotFound;
        }

        return new(page.Size, limit => customers.ExportAsync(customerId, new PageRequest { Limit = limit, After = page.After }, cancellationToken), Resources.From);
    }
}
