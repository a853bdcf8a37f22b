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

    [Tags("Customers")]
    [EndpointName("eraseCustomer")]
    [EndpointSummary("Erase a customer")]
    [EndpointDescription(
        "Replaces the customer's id, and erases metadata, labels, notes and reasons of the orders, addresses and labels of their deliveries and the texts of their refunds and returns (GDPR, article 17). Books, amounts, stock and the gateway's ids stay, and each order raises `order.erased`. "
        + "What is not erased with the response is erased in the background; an order that has not ended is erased after its end. Send the request again to see how far it is: when it is completed nothing is left of the customer, and the response is `404`.")]
    [Responds(200, "How far the erasure is.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.CustomerNotFound)]
    public static async ValueTask<ApiResult<CustomerErasureResource>> EraseAsync(
        [FromRoute(Name = "customer_id"), StringLength(Order.MaxCustomerIdLength, MinimumLength = 1), Description("The `customer_id` of the customer's orders.")] string customerId,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ApiRequest.Service<ICustomerService>(context).EraseAsync(customerId, cancellationToken).ConfigureAwait(false) is { } erasure
                ? new ApiResult<CustomerErasureResource>(Resources.From(erasure))
                : Problems.CustomerNotFound;
        }
        catch (ArgumentException)
        {
            // No order can have this id, or it is no customer's own.
            return Problems.CustomerNotFound;
        }
    }
}
