using System.Text;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain.Tests.Webhooks;

public sealed class WebhookSecretTests
{
    // Checked with Python's hmac: base64(hmac_sha256(b64decode("MDEy..."), b"msg_1.1614265330.{}")).
    [Fact]
    public void A_message_is_signed_as_Standard_Webhooks_has_it()
    {
        var secret = WebhookSecret.Prefix + Convert.ToBase64String(Encoding.ASCII.GetBytes("012345678901234567890123"));
        Assert.Equal("v1,CVgMUegYbOGPJtFxgt1KS8o7MwZuFsBlrHWw0I2cZBc=", WebhookSecret.Sign([secret], "msg_1", 1_614_265_330, "{}"u8));
    }

    [Fact]
    public void Two_secrets_make_two_signatures_the_newest_first()
    {
        string[] secrets = [WebhookSecret.New(), WebhookSecret.New()];
        Assert.Equal(
            string.Join(' ', secrets.Select(secret => WebhookSecret.Sign([secret], "msg_1", 1, "{}"u8))), WebhookSecret.Sign(secrets, "msg_1", 1, "{}"u8));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("whsec_", false)]
    [InlineData("whsec_!!!!", false)]
    [InlineData("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", false)]
    [InlineData("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", false)]
    [InlineData("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", true)]
    public void A_secret_has_24_to_64_bytes(string? text, bool isOne) => Assert.Equal(isOne, WebhookSecret.IsOne(text));

    [Fact]
    public void One_that_is_made_is_one_and_no_other_is_the_same()
    {
        Assert.True(WebhookSecret.IsOne(WebhookSecret.New()));
        Assert.NotEqual(WebhookSecret.New(), WebhookSecret.New());
        Assert.False(WebhookSecret.IsOne(WebhookSecret.Prefix + Convert.ToBase64String(new byte[65])));
        Assert.True(WebhookSecret.IsOne(WebhookSecret.Prefix + Convert.ToBase64String(new byte[64])));
    }
}
