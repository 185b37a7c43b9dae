/** Support mail in English. */
import type { Language } from './letters.ts'

export const english: Language = {
  code: 'en',
  hello: 'Hello,',
  bye: 'Kind regards,',
  re: 'Re',
  products: [
    'the Atlas router',
    'our label printer',
    'the Corvo scanner',
    'the desk phones',
    'the reporting add-on',
    'the Linea coffee machine',
  ],
  scenes: [
    {
      category: 'Billing',
      title: 'Double charge for order {order}',
      ask: 'I was charged twice for order {order}: {amount} on the same day, both booked. Please refund one of them today, our month closes on Friday.',
      answer:
        'You are right, the payment for {order} was taken twice. I have refunded {amount}; depending on your bank it arrives within {days} days.',
      reply: 'Thank you, the refund has just arrived. Could you also send me a corrected receipt for our books?',
    },
    {
      category: 'Billing',
      title: 'Wrong VAT number on invoice {invoice}',
      ask: 'Invoice {invoice} shows our old VAT number. Accounting cannot book it like this. Attached is the extract from the register; please correct it before the end of the week.',
      answer: 'I have corrected the number and attached invoice {invoice}/A. The old one is cancelled, you need not do anything more.',
      reply: 'Perfect, that was quick. Please use the new number for everything from now on.',
    },
    {
      category: 'Delivery',
      title: 'Order {order} still not delivered to {city}',
      ask: 'Tracking has said “out for delivery” for {days} days. We are a small shop in {city} and the promotion starts on Monday. Where are the parcels?',
      answer:
        'The carrier has found both parcels in the depot in {city}. They are on the van tomorrow morning; I will look at the tracking at ten and write to you either way.',
      reply: 'They came at nine, one box a little wet on the outside but everything inside is fine.',
    },
    {
      category: 'Delivery',
      title: 'New delivery address from next month',
      ask: 'We are moving our branch in {city} on the first. Please send everything from order {order} on to the new address in the signature. The old one will not accept deliveries any more.',
      answer:
        'Your new address is stored for {city}, and order {order} already goes there. Two older parcels are on their way to the old one; shall I redirect them?',
      reply: 'Yes please, redirect both. Thanks for noticing.',
    },
    {
      category: 'Technical',
      title: 'VPN drops every {days} minutes since the update',
      ask: 'Since the update of {product} the VPN drops every {days} minutes, on both laptops, wired and wireless alike. Logs attached. We had to go back to the phone for two customer calls.',
      answer:
        'Thank you for the logs. They show a renewal that times out. Please set the lease to eight hours under Network, Advanced; a fix for {product} comes with the next release.',
      reply: 'With eight hours it has been stable since yesterday. Do you know already when the release is out?',
    },
    {
      category: 'Technical',
      title: 'API key rotation: which scopes does export need?',
      ask: 'We rotate our keys every 90 days and would like to narrow the scopes of {product} to what the nightly export really needs. The documentation names only “read all”.',
      answer: 'The export needs tickets.read and reports.read, nothing else. I have asked for the page to be corrected.',
      reply: 'Works with these two. Thank you, closing this on our side.',
    },
    {
      category: 'Accounts',
      title: 'Where do I find last year’s delivery notes?',
      ask: 'Our auditor asks for all delivery notes of last year. Is there a way to download them at once? I only find them one by one under each order, and there are {amount} worth of them.',
      answer:
        'Under Documents, Delivery notes you can choose the year and “Download all”; you get one archive. I have also given your auditor’s address read access, as you asked by phone.',
      reply: 'Found it. It would help if that menu were visible without the filter.',
    },
    {
      category: 'Accounts',
      title: 'Please remove a colleague who has left',
      ask: 'Our colleague in {city} has left the company. Please close the account and hand the open orders, among them {order}, to me.',
      answer: 'The account is closed and its sessions are ended. Order {order} and everything else that was open is now under your name.',
      reply: 'Thank you, I can see them all.',
    },
    {
      category: 'Claims',
      title: 'Claim: {product} fails after 20 minutes',
      ask: 'Bought in September, order {order}. After about 20 minutes {product} switches off with a click and can be started again only when cold. A short film is attached.',
      answer:
        'That sounds like the thermal switch. A replacement is on its way; please keep the old one, the driver takes it with him within {days} days.',
      reply: 'The replacement runs. The driver did not know about the return though, he has left the old one here.',
    },
    {
      category: 'Contracts',
      title: 'Quote for 40 more seats',
      ask: 'We are adding a second campus in {city} in January and would need 40 seats of {product}. What would that be, and can both campuses share one contract?',
      answer:
        'Attached is our quote {invoice} for 40 seats, {amount} a year. One contract can hold both addresses, and the discount counts all seats together.',
      reply: 'The board decides on Thursday. Is the quote valid until the end of the month?',
    },
    {
      category: 'Privacy',
      title: 'Request for erasure (Art. 17 GDPR)',
      ask: 'I ask you to erase all personal data that you hold about me and to confirm it in writing within the time the law gives you.',
      answer:
        'We have received your request. So that we erase the right person’s data, please confirm it from the address you ordered with ({order}).',
      reply: 'I hereby confirm it. Please also tell me to whom you have passed the data.',
    },
    {
      category: 'Support',
      title: 'Question about {product}',
      ask: 'Before we order: does {product} work with the older mounts we have in {city}? There are {days} of them and we would rather not replace them.',
      answer: 'Yes, with the adapter that lies in the box. For {days} mounts I would order two more, the small screws get lost.',
      reply: 'Great. We have ordered just now, number {order}.',
    },
  ],
  comments: [
    'Called them back, nobody there. I will try again after lunch.',
    'Same as with the branch in the north last month. The carrier pays, claim is in.',
    'Please check the credit note before it leaves, the rate changed in July.',
    'Engineering says: fixed in the next release, no date yet. Do not promise one.',
  ],
}
