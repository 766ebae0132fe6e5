/* Prints Argon2 tags of the reference implementation over many shapes; see vectors.sh. */
#include <argon2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {"d", "i", "id"};
static uint64_t state = 0x9106;

/* xorshift64: all that is wanted is bytes that are everywhere the same. */
static uint32_t draw(uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % bound;
}

static void fill(uint8_t *bytes, uint32_t length) {
    for (uint32_t i = 0; i < length; i++) bytes[i] = (uint8_t)draw(256);
}

static void print(const uint8_t *bytes, uint32_t length) {
    if (length == 0) printf(" -");
    else putchar(' ');
    for (uint32_t i = 0; i < length; i++) printf("%02x", bytes[i]);
}

static void vector(int variant, uint32_t m, uint32_t t, uint32_t p, uint32_t tag, uint32_t password, uint32_t salt,
                   uint32_t secret, uint32_t data) {
    static uint8_t out[2048], pwd[512], slt[512], key[512], ad[512];
    fill(pwd, password);
    fill(slt, salt);
    fill(key, secret);
    fill(ad, data);
    argon2_context context = {
        .out = out, .outlen = tag, .pwd = pwd, .pwdlen = password, .salt = slt, .saltlen = salt, .secret = key,
        .secretlen = secret, .ad = ad, .adlen = data, .t_cost = t, .m_cost = m, .lanes = p, .threads = p,
        .version = ARGON2_VERSION_13, .flags = ARGON2_DEFAULT_FLAGS,
    };
    printf("%s %u %u %u", names[variant], m, t, p);
    print(pwd, password);
    print(slt, salt);
    print(key, secret);
    print(ad, data);
    int error = argon2_ctx(&context, (argon2_type)variant);
    if (error != ARGON2_OK) {
        fprintf(stderr, "%s\n", argon2_error_message(error));
        exit(1);
    }
    print(out, tag);
    putchar('\n');
}

int main(void) {
    /* The borders of H', of BLAKE2b's blocks and of a tag. */
    static const uint32_t tags[] = {4, 5, 16, 31, 32, 33, 63, 64, 65, 95, 96, 97, 128, 200, 1024};
    /* Memory that is no multiple of 4p, segments of two blocks, and segments of more than 128, where Argon2i draws again. */
    static const uint32_t memories[] = {8, 9, 11, 12, 15, 31, 64, 127, 500, 512, 516, 520, 1023, 1040, 2100};
    static const uint32_t lengths[] = {0, 1, 7, 63, 64, 65, 127, 128, 129, 255, 256, 300};

    for (int variant = 0; variant < 3; variant++) {
        for (uint32_t i = 0; i < 15; i++)
            vector(variant, memories[i], 1 + i % 4, 1, 32, draw(40), 8 + draw(24), draw(2) * 16, draw(2) * 12);
        for (uint32_t i = 0; i < 15; i++)
            vector(variant, 8 + draw(60), 1 + draw(3), 1, tags[i], draw(40), 16, 0, 0);
        for (uint32_t i = 0; i < 12; i++)
            vector(variant, 8 + draw(40), 1 + draw(2), 1, 32, lengths[i], 8 + lengths[(i + 5) % 12], lengths[(i + 3) % 12],
                   lengths[(i + 7) % 12]);
        for (uint32_t p = 2; p <= 9; p++)
            vector(variant, 8 * p + draw(90 * p), 1 + p % 3, p, 32, draw(40), 16, draw(2) * 32, draw(2) * 16);
        vector(variant, 4 * 4 * 129, 3, 4, 64, 20, 16, 32, 16);
        vector(variant, 64 * 8, 2, 64, 32, 20, 16, 0, 0);
        for (uint32_t i = 0; i < 10; i++)
            vector(variant, 8 * 3 + draw(1000), 1 + draw(5), 1 + draw(3), 4 + draw(120), draw(200), 8 + draw(64), draw(64), draw(64));
    }

    vector(2, 19456, 2, 1, 32, 12, 16, 0, 0);
    vector(2, 19456, 2, 1, 32, 25, 16, 32, 16);
    vector(2, 9216, 4, 1, 32, 12, 16, 0, 0);
    return 0;
}
